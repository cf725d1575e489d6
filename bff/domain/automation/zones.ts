import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Zones } from './facts.ts';

/** Whose clock counts: that of the browser, else of the country of the phone, else of the shop. */
export function zonesOf(browser: string | null, phone: string | null, shop: string): Zones {
  if (browser) return { names: [browser], from: 'browser' };
  const country = phone ? parsePhoneNumberFromString(phone)?.country : undefined;
  const names = country ? zonesOfCountry(country) : [];
  if (names.length === 0) return { names: [shop], from: 'shop' };
  return { names: names.includes(shop) ? [shop, ...names.filter(name => name !== shop)] : names, from: 'phone' };
}

const known = new Map<string, readonly string[]>();

function zonesOfCountry(country: string): readonly string[] {
  const found = known.get(country) ?? new Intl.Locale('und', { region: country }).getTimeZones() ?? [];
  known.set(country, found);
  return found;
}
