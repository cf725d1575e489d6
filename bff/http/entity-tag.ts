import type { Context } from 'hono';
import { Refusal } from '../services/refusal.ts';

/** The entity tag of a version (RFC 9110, 8.8.3). */
export const tagOf = (version: number): string => `"${version}"`;

/**
 * The versions that a change may take the place of, by `If-Match`; `any` for `*`, null where it is missing. Weak tags never match a change
 * (RFC 9110, 13.1.1).
 * @throws Refusal invalid-request
 */
export function ifMatch(c: Context): readonly string[] | 'any' | null {
  const told = c.req.header('if-match')?.trim();
  if (!told) return null;
  if (told === '*') return 'any';
  const tags = told.split(',').map(tag => TAG.exec(tag.trim())?.groups);
  if (tags.includes(undefined)) throw new Refusal('invalid-request', 'If-Match: must be * or entity tags in quotes.');
  return tags.flatMap(tag => (tag && !tag.weak ? [tag.opaque!] : []));
}

/** Those that we give hold no comma. */
const TAG = /^(?<weak>W\/)?"(?<opaque>[\x21\x23-\x2b\x2d-\x7e]*)"$/;
