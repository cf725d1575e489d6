import { replaceUnstorable } from '../domain/clean-text.ts';

/*
 * Reading JSON that somebody else wrote. Meta's payloads change shape with the version of the subscription, and samples have numbers as
 * strings and strings as numbers: what is not as expected is undefined, never an error.
 */

export type JsonObject = { readonly [key: string]: unknown };

/** Deeper than any payload; what lies below is replaced by null, so that no walk over it can exhaust the stack. */
const MAX_DEPTH = 64;

/** Longest id that is taken for one: WhatsApp's have some 60 characters, and an index row has room for little more. */
const MAX_ID = 256;

export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The objects of a list; a lone object counts as a list of one. */
export function listOf(value: unknown): JsonObject[] {
  return (Array.isArray(value) ? value : [value]).map(objectOf).filter(item => item !== undefined);
}

/** A string that is not empty, or a number as a string. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function idOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text && text.length <= MAX_ID ? text : undefined;
}

/** A finite number, also when written as a string. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Meta's code of an error; null when it is none that 32 bits hold. */
export function errorCodeOf(value: unknown): number | null {
  const code = numberOf(value);
  return code !== undefined && code === (code | 0) ? code : null;
}

const DAY = 86_400_000;
const WHATSAPP_BEGAN = Date.UTC(2009, 0);

/** A WhatsApp stamp, in seconds. What lies before WhatsApp or more than a day ahead of us is no stamp: then `receivedAt`. */
export function stampOf(value: unknown, receivedAt: Date): Date {
  const time = (numberOf(value) ?? 0) * 1000;
  return time >= WHATSAPP_BEGAN && time <= receivedAt.getTime() + DAY ? new Date(time) : receivedAt;
}

/** The same value with keys in order, text that Postgres can keep, and no more than {@link MAX_DEPTH} levels. */
export function storable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return replaceUnstorable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map(item => storable(item, depth + 1));
  const entries = Object.entries(value).map(
    ([key, item]) => [replaceUnstorable(key), storable(item, depth + 1)] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
