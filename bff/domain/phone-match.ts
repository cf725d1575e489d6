import { parsePhoneNumberFromString } from 'libphonenumber-js';

// One person, several spellings: WhatsApp keeps the number under which an account was made, the countries have changed their plans since
// (Meta, Cloud API, "Phone numbers": Brazil, Mexico and Argentina). These are for recognising only: an answer always goes to the very
// wa_id that wrote.
const BRAZIL_WITHOUT_9 = /^(55[1-9]{2})([6-9]\d{7})$/;
const MEXICO_WITH_1 = /^521(\d{10})$/;
const ARGENTINA_WITHOUT_9 = /^54([1-8]\d{9})$/;

const PHONE = /^\+?(\d{5,20})$/;

/**
 * What two spellings of one number have in common: E.164 in the country's modern mobile form. Compare it only with other keys.
 * What is no phone number, such as a business-scoped user id, is its own key.
 */
export function matchKey(waId: string): string {
  const digits = digitsOf(waId);
  if (!digits) return waId;
  return `+${modern(digits).replace(ARGENTINA_WITHOUT_9, '549$1')}`;
}

/**
 * True for an Argentine number without its mobile 9: it may be that mobile or a landline of its own. Take a customer with the same
 * {@link matchKey} for the same person only when there is exactly one.
 */
export function isAmbiguous(waId: string): boolean {
  return ARGENTINA_WITHOUT_9.test(digitsOf(waId) ?? '');
}

/** The number as people write it, e.g. `+49 1512 3456789`; text that is no number comes back as it is. */
export function formatPhone(waId: string): string {
  const digits = digitsOf(waId);
  if (!digits) return waId;
  const e164 = `+${modern(digits)}`;
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

// A Brazilian mobile has had 9 digits since 2016, a landline (which begins with 2 to 5) still has 8; Mexico dropped its 1 in 2019.
const modern = (digits: string) => digits.replace(BRAZIL_WITHOUT_9, '$19$2').replace(MEXICO_WITH_1, '52$1');

const digitsOf = (waId: string) => PHONE.exec(waId)?.[1];
