import { Amount } from '../../contract/commerce.ts';

/** A body whose whole numbers keep all their digits: those that a double cannot hold come as text. @throws SyntaxError */
export function parseExactly(text: string): Json {
  const exact = (_key: string, value: unknown, context?: { source: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context!.source
      : value;
  return (JSON.parse as (text: string, reviver: typeof exact) => Json)(text, exact);
}

// biome-ignore lint/suspicious/noExplicitAny: a provider's body, of which each field is looked at before it is believed
export type Json = any;

/** Text of at most so many characters, or nothing; numbers are ids too. */
export const textOf = (value: unknown, most = 300): string | undefined =>
  typeof value === 'number' || (typeof value === 'string' && value !== '')
    ? String(value).toWellFormed().replaceAll('\0', '\uFFFD').slice(0, most)
    : undefined;

/** A decimal amount, or nothing. */
export function amountOf(value: unknown): string | undefined {
  const text =
    typeof value === 'number'
      ? String(value)
      : typeof value === 'string'
        ? value.replace(/^(\d+\.\d{4})\d+$/, '$1')
        : '';
  return Amount.safeParse(text).success ? text : undefined;
}

export const currencyOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? value : undefined;

export const countryOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Z]{2}$/.test(value) ? value : undefined;

/** A moment as ISO 8601 in UTC, or nothing. Without a zone it is UTC. */
export function momentOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const moment = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

export const list = (value: unknown): Json[] => (Array.isArray(value) ? value : []);

/** Without what is undefined: a field that is not there says nothing. */
export const present = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

/** What `woodex.journeyId` gave, as the shop's page put it into the order. */
export function journeyIdOf(attributes: Json[], name: 'name' | 'key'): string | undefined {
  const found = attributes.find(attribute => attribute?.[name] === '_woodex_visitor')?.value;
  return typeof found === 'string' && /^[\w-]{43}$/.test(found) ? found : undefined;
}
