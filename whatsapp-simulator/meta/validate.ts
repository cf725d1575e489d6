import type { z } from 'zod';
import { GraphError } from './errors.ts';

/**
 * Parses a body as Meta does.
 * @throws {GraphError} 131008 for what is missing, 100 for what is misspelt or too long, 131009 for other values.
 */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw toGraphError(parsed.error.issues[0]!);
}

function toGraphError(issue: z.core.$ZodIssue): GraphError {
  const name = paramName(issue.path);
  if (issue.code === 'unrecognized_keys')
    return new GraphError(100, `Unexpected key "${issue.keys[0]}" on param "${name || 'root'}".`);
  if (issue.input === undefined && issue.path.length > 0)
    return new GraphError(issue.path.length === 1 ? 100 : 131008, `The parameter ${name} is required.`);
  if (issue.code === 'too_big')
    return new GraphError(100, `Param ${name} must be at most ${issue.maximum} ${unit(issue.origin)}long.`);
  if (issue.code === 'too_small')
    return new GraphError(100, `Param ${name} must be at least ${issue.minimum} ${unit(issue.origin)}long.`);
  if (issue.code === 'invalid_union' && issue.discriminator)
    return new GraphError(100, `Param ${name || issue.discriminator} must be one of the supported values.`);
  return new GraphError(131009, `Param ${name || 'root'}: ${issue.message}`);
}

const unit = (origin: string) => (origin === 'string' ? 'characters ' : origin === 'array' ? 'items ' : '');

/** `text['body']`, as Meta writes a path. */
const paramName = ([first, ...rest]: PropertyKey[]) =>
  first === undefined ? '' : `${String(first)}${rest.map(part => `['${String(part)}']`).join('')}`;
