/** The digits of a phone number as people write it, or null when it is none. */
export function phoneDigits(written: string): string | null {
  if (!/^\+?[\d\s().-]+$/.test(written)) return null;
  const digits = written.replace(/\D/g, '').replace(/^00/, '');
  return digits.length >= 7 && digits.length <= 15 ? digits : null;
}

/**
 * The id WhatsApp keeps for a number. Brazil drops the ninth digit for area codes from 31 on, Mexico puts a 1
 * after 52, Argentina a 9 after 54: `contacts[].wa_id` of an answer may differ from what was dialled.
 */
export function waIdOf(digits: string): string {
  const modern = modernForm(digits);
  const brazil = /^55(\d\d)9(\d{8})$/.exec(modern);
  if (brazil && Number(brazil[1]) >= 31 && /^[7-9]/.test(brazil[2]!)) return `55${brazil[1]}${brazil[2]}`;
  if (/^52\d{10}$/.test(modern)) return `521${modern.slice(2)}`;
  return modern;
}

/** Both written forms of one Brazilian, Mexican or Argentine mobile as one: two numbers are the same if these are. */
export function modernForm(digits: string): string {
  const brazil = /^55(\d\d)([6-9]\d{7})$/.exec(digits);
  if (brazil) return `55${brazil[1]}9${brazil[2]}`;
  if (/^521\d{10}$/.test(digits)) return `52${digits.slice(3)}`;
  if (/^54[1-8]\d{9}$/.test(digits)) return `549${digits.slice(2)}`;
  return digits;
}
