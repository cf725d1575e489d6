import type { Context } from 'hono';
import { validator } from 'hono/validator';
import type { z } from 'zod';
import { isStorable } from '../domain/clean-text.ts';
import { problem } from './problem.ts';

/** The query, checked; a 400 names what is wrong. Text that cannot be looked for (NUL, half a surrogate pair) is refused. */
export const query = <S extends z.ZodType>(schema: S) => validator('query', (value, c) => storable(schema, value, c));

/** The path's parameters, checked. What is spelled wrong cannot be there: 404. */
export const param = <S extends z.ZodType>(schema: S) =>
  validator('param', (value, c) => checked(schema, value) ?? problem(c, 'not-found'));

/** The JSON body, checked. Text that cannot be stored (NUL, half a surrogate pair) is refused. */
export const body = <S extends z.ZodType>(schema: S) =>
  validator('json', (value, c) => {
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
      return problem(c, 'invalid-request', { detail: 'Send the body as application/json.' });
    }
    return storable(schema, value, c);
  });

/** The value, or the 400 that says what is wrong with it: also text that Postgres would refuse. */
function storable<S extends z.ZodType>(schema: S, value: unknown, c: Context): z.output<S> | Response {
  const result = checked(schema, value);
  if (!result) return problem(c, 'invalid-request', explain(schema, value));
  const path = findUnstorable(result);
  if (!path) return result;
  const message = 'must be Unicode text without NUL';
  return problem(c, 'invalid-request', { detail: `${path}: ${message}.`, errors: [{ path, message }] });
}

function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> | undefined {
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}

/** What is wrong with a value, in one line and field by field. */
export function explain(schema: z.ZodType, value: unknown) {
  const errors = (schema.safeParse(value).error?.issues ?? []).map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message,
  }));
  return { detail: errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '), errors };
}

/** The path of the first text that Postgres would refuse. */
function findUnstorable(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : path || 'body';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = findUnstorable(inner, path ? `${path}.${key}` : key);
    if (found) return found;
  }
  return undefined;
}
