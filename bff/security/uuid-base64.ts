const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The 16 bytes of a uuid as 22 characters of base64url. @throws TypeError when it is no uuid */
export function uuidToBase64(uuid: string): string {
  if (!UUID.test(uuid)) throw new TypeError('not a uuid');
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

/** The lower-case uuid that these 22 characters spell, or null. */
export function uuidOfBase64(text: string): string | null {
  const hex = bytesOfBase64(text, 16)?.toString('hex');
  return hex ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null;
}

/** The bytes that base64url spells, or null unless they are `length` many and this is the one way to spell them (no stray trailing bits). */
export function bytesOfBase64(text: string, length: number): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === length && bytes.toString('base64url') === text ? bytes : null;
}
