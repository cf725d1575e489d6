// Douglas Crockford's base32: no I, L, O or U, so that what people read and type has one meaning.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Whole groups of 5 bytes as 8 characters each. */
export function toCrockford(bytes: Buffer): string {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{5}/g, five => ALPHABET[Number.parseInt(five, 2)]!);
}

/** The bytes that people's writing spells: lower case, O for 0, I and L for 1 are understood. Null where a character has no meaning. */
export function ofCrockford(text: string): Buffer | null {
  const digits = [...text.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')].map(char => ALPHABET.indexOf(char));
  if (digits.includes(-1)) return null;
  const bits = digits.map(digit => digit.toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map(eight => Number.parseInt(eight, 2)));
}
