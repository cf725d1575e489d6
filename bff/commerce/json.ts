import { REPLACEMENT } from '../domain/clean-text.ts';

/*
 * Reading JSON that a shop wrote. Fields differ by version and by plugin: what is not as expected is undefined, never an error.
 */

export type JsonObject = { readonly [key: string]: unknown };

/** A body that cannot be read as JSON. */
export class BadBody extends Error {
  override readonly name = 'BadBody';
}

/** Whole numbers keep all their digits: those that a double cannot hold (Shopify's ids) come as text. @throws BadBody */
export function parseExactly(text: string): unknown {
  const exact = (_key: string, value: unknown, context?: { source: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context!.source
      : value;
  try {
    return (JSON.parse as (text: string, reviver: typeof exact) => unknown)(text, exact);
  } catch {
    // No JSON, or nested so deep that reading it ends the stack.
    throw new BadBody('the body is not JSON that can be read');
  }
}

/** An object; of anything else one without fields. */
export const objectOf = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

export const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.map(objectOf) : []);

/** Text of at most so many characters that Postgres can keep, or nothing; a number is text too, as ids are. */
export function textOf(value: unknown, most = 300): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim().replaceAll('\0', REPLACEMENT).slice(0, most).toWellFormed();
  return text === '' ? undefined : text;
}

/** The shop's id of something, or nothing; none is 0. */
export function idOf(value: unknown): string | undefined {
  const text = textOf(value, 201);
  return text === undefined || text === '0' || text.length > 200 ? undefined : text;
}
