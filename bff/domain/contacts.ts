import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { formatPhone, matchKey } from './phone-match.ts';

export type ReadContact = { kind: 'email' | 'phone'; value: string; display: string };

/**
 * What somebody typed, as something that can be compared; what is neither an address nor a number is left out.
 * @param country whose numbering plan a phone without its country code is read by (ISO 3166)
 */
export function readContacts({
  email,
  phone,
  country,
}: {
  email?: string | undefined;
  phone?: string | undefined;
  country?: string | undefined;
}): ReadContact[] {
  const address = email?.trim().toLowerCase() ?? '';
  const number = phone && phoneOf(phone, country);
  return [
    ...(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)
      ? [{ kind: 'email' as const, value: address, display: address }]
      : []),
    ...(number ? [{ kind: 'phone' as const, value: matchKey(number).slice(1), display: formatPhone(number) }] : []),
  ];
}

function phoneOf(phone: string, country: string | undefined): string | null {
  const plan = country && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const parsed = parsePhoneNumberFromString(phone.replace(/^\s*00/, '+'), plan);
  return parsed?.isPossible() ? parsed.number.slice(1) : null;
}
