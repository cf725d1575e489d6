import { validator } from 'hono/validator';
import type { z } from 'zod';
import { isStorable } from '../domain/clean-text.ts';
import { problem } from './problem.ts';

/** The query, checked; a 400 names what is wrong. */
export const query = <S extends z.ZodType>(schema: S) =>
  validator('query', (value, c) => checked(schema, value) ?? problem(c, 'invalid-request', explain(schema, value)));

/** The path's parameters, checked. What is spelled wrong cannot be there: 404. */
export const param = <S extends z.ZodType>(schema: S) =>
  validator('param', (value, c) => checked(schema, value) ?? problem(c, 'not-found'));

/** The JSON body, checked. Text that cannot be stored (NUL, half a surrogate pair) is refused. */
export const body = <S extends z.ZodType>(schema: S) =>
  validator('json', (value, c) => {
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
      return problem(c, 'invalid-request', { detail: 'Send the body as application/json.' });
    }
    const result = checked(schema, value);
    if (!result) return problem(c, 'invalid-request', explain(schema, value));
    const unstorable = findUnstorable(result);
    if (unstorable) {
      const message = 'must be Unicode text without NUL';
      return problem(c, 'invalid-request', {
        detail: `${unstorable}: ${message}.`,
        errors: [{ path: unstorable, message }],
      });
    }
    return result;
  });

function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> | undefined {
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}

function explain(schema: z.ZodType, value: unknown) {
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
