import { Amount, type Buyer } from '../../contract/commerce.ts';
import { type JsonObject, textOf } from './json.ts';

/** A decimal amount of at most four places, or nothing. */
export function amountOf(value: unknown): string | undefined {
  const written = typeof value === 'number' ? plain(value) : typeof value === 'string' ? value.trim() : '';
  const text = written.replace(/^(\d+\.\d{4})\d+$/, '$1');
  return Amount.safeParse(text).success ? text : undefined;
}

const plain = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(4));

/** The sum, in ten-thousandths: no floats. Undefined when there is nothing to add up. */
export function sumOf(amounts: readonly (string | undefined)[]): string | undefined {
  const known = amounts.filter(amount => amount !== undefined);
  if (known.length === 0) return undefined;
  const parts = known.reduce((all, amount) => {
    const [whole = '0', rest = ''] = amount.split('.');
    return all + BigInt(whole) * 10_000n + BigInt(rest.padEnd(4, '0'));
  }, 0n);
  return amountOf(`${parts / 10_000n}.${String(parts % 10_000n).padStart(4, '0')}`);
}

export const currencyOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? value : undefined;

export const countryOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Z]{2}$/.test(value) ? value : undefined;

/** A moment as ISO 8601 in UTC, or nothing. Without a zone it is UTC. Nothing has happened after `receivedAt`. */
export function momentOf(value: unknown, receivedAt: Date): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
  const moment = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
  if (Number.isNaN(moment.getTime()) || moment.getTime() < 0) return undefined;
  return (moment < receivedAt ? moment : receivedAt).toISOString();
}

export const quantityOf = (value: unknown): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? Math.min(value, 100_000) : 1;

/** Without what is undefined: a field that is not there says nothing. */
export const present = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

/** Undefined when nothing is known of the buyer. A country alone is nobody. */
export function buyerOf(fields: { [K in keyof Buyer]?: Buyer[K] | undefined }): Buyer | undefined {
  const buyer = present(fields);
  return Object.keys(buyer).some(key => key !== 'country') ? (buyer as Buyer) : undefined;
}

export const nameOf = (person: JsonObject, first = 'first_name', last = 'last_name'): string | undefined =>
  textOf([textOf(person[first]), textOf(person[last])].filter(Boolean).join(' '), 200);

/** What `woodex.journeyId` gave, as the shop's page put it into the cart or the order. */
export function visitorOf(attributes: readonly JsonObject[], name: 'name' | 'key'): string | undefined {
  const found = attributes.find(attribute => attribute[name] === '_woodex_visitor')?.value;
  return typeof found === 'string' && /^[\w-]{43}$/.test(found) ? found : undefined;
}
