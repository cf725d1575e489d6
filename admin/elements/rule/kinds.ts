import { html, type TemplateResult } from 'lit';
import type { FieldError } from '../../state/rule-draft.ts';

/** A part of a rule as its element gets it. */
export type Part<T> = { value: T; path: string; errors: readonly FieldError[] };

/** One kind of trigger, condition or action: all that the editor knows of it stands in the file of its element. */
export type Kind<T> = {
  /** What people choose it by. */
  label: string;
  /** One to begin with. */
  make(): T;
  render(part: Part<T>): TemplateResult;
  /** What keeps it from being saved; paths begin at the part, '' is the part itself. */
  check?(value: T): FieldError[];
};

/** One kind for each word that a union is told apart by. */
export type Kinds<T, By extends keyof T> = {
  [K in T[By] & string]: Kind<Extract<T, Record<By, K>>>;
};

/**
 * The kind of a value. The registries' types promise that it is the value's own. Undefined: a newer server than this page knows more;
 * what it knows is kept as it is.
 */
export const kindOf = <T, By extends keyof T>(kinds: Partial<Kinds<T, By>>, by: By, value: T): Kind<T> | undefined =>
  (kinds as Partial<Record<string, Kind<T>>>)[String(value[by])];

/** The part by the element of its kind. */
export const renderPart = <T>(kind: Kind<T> | undefined, part: Part<T>): TemplateResult =>
  kind?.render(part) ??
  html`<p class="note warning">This page is older than the server, and cannot show this. Load it anew.</p>`;

export const labelsOf = (kinds: Record<string, { label: string }>): [string, string][] =>
  Object.entries(kinds).map(([kind, { label }]) => [kind, label]);

/** As the server names them, from what a part says of itself. */
export const below = (path: string, errors: readonly FieldError[]): FieldError[] =>
  errors.map(({ path: inner, message }) => ({ path: inner === '' ? path : `${path}.${inner}`, message }));
