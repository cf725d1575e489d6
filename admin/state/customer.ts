import type { CustomerRef } from '../../contract/customer.ts';

/** What to call somebody: the name, else the phone, else a guest with the last letters of the id, so that two guests differ. */
export const customerName = ({ fullName, phone, id }: CustomerRef): string =>
  fullName?.trim() || phone || `Guest ${id.slice(-4)}`;

/** One or two letters for a face that we do not have. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).filter(word => /^\p{L}\D*$/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(word => (word ? [...word][0] : ''));
  return letters.join('').toLocaleUpperCase() || '#';
}
