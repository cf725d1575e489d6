import type { TemplateProblem, TemplateValues } from '../../contract/template.ts';

/** What is known of a customer for filling templates; null where there is none. Money is a decimal. */
export type TemplateFacts = {
  customer: { fullName: string | null; phone: string | null };
  cart: { items: Item[]; total: string; currency: string | null; url: string | null } | null;
  quote: {
    number: string | null;
    total: string | null;
    currency: string | null;
    expiresAt: Date | null;
    url: string | null;
  } | null;
  order: {
    number: string | null;
    total: string;
    currency: string;
    url: string | null;
    tracking: { number?: string | undefined; url?: string | undefined } | null;
  } | null;
  shop: { name: string };
};
type Item = { name: string; quantity: number };

/** How amounts and dates are written: Meta's code of the template's language, and an IANA zone. */
export type Writing = { language: string; timeZone: string };

type Field = { label: string; of(facts: TemplateFacts, writing: Writing): string | null };

/** What a value may be filled from. */
export const FIELDS = {
  'customer.first_name': {
    label: "The customer's first name",
    of: ({ customer }) => customer.fullName?.trim().split(/\s+/)[0] ?? null,
  },
  'customer.name': { label: "The customer's name", of: ({ customer }) => customer.fullName },
  'customer.phone': { label: "The customer's phone", of: ({ customer }) => customer.phone },
  'cart.items': { label: 'What is in the cart', of: ({ cart }) => cart && itemsOf(cart.items) },
  'cart.count': {
    label: 'How many things are in the cart',
    of: ({ cart }) => cart && String(cart.items.reduce((sum, { quantity }) => sum + quantity, 0)),
  },
  'cart.total': {
    label: "The cart's total",
    of: ({ cart }, writing) => cart && money(cart.total, cart.currency, writing),
  },
  'cart.url': { label: 'The link to the cart', of: ({ cart }) => cart?.url ?? null },
  'quote.number': { label: "The last quote's number", of: ({ quote }) => quote?.number ?? null },
  'quote.total': {
    label: "The last quote's total",
    of: ({ quote }, writing) => (quote?.total ? money(quote.total, quote.currency, writing) : null),
  },
  'quote.expires': {
    label: 'The day on which the last quote runs out',
    of: ({ quote }, writing) => (quote?.expiresAt ? day(quote.expiresAt, writing) : null),
  },
  'quote.url': { label: 'The link to the last quote', of: ({ quote }) => quote?.url ?? null },
  'order.number': { label: "The last order's number", of: ({ order }) => order?.number ?? null },
  'order.total': {
    label: "The last order's total",
    of: ({ order }, writing) => order && money(order.total, order.currency, writing),
  },
  'order.tracking': {
    label: "The last order's tracking number",
    of: ({ order }) => order?.tracking?.number ?? null,
  },
  'order.tracking_url': { label: 'The link to follow the last order', of: ({ order }) => order?.tracking?.url ?? null },
  'order.url': { label: 'The link to the last order', of: ({ order }) => order?.url ?? null },
  'quote.ref': { label: 'What the link to the last quote ends with', of: ({ quote }) => endOf(quote?.url) },
  'order.ref': { label: 'What the link to the last order ends with', of: ({ order }) => endOf(order?.url) },
  'shop.name': { label: "The shop's name", of: ({ shop }) => shop.name },
} as const satisfies Record<string, Field>;
export type FieldName = keyof typeof FIELDS;

const isField = (name: string): name is FieldName => Object.hasOwn(FIELDS, name);

/** `{{customer.first_name}}`, or with what stands there when it is not known: `{{customer.first_name|there}}`. */
const EXPRESSION = /\{\{\s*([\w.]+)\s*(?:\|([^{}]*))?\}\}/g;

/** A piece of a text, and where it comes from. `missing`: nothing is known, and nothing stands there instead. */
export type Piece = { text: string; from: 'words' | 'known' | 'fallback' | 'missing'; field: string | null };

/** A text with its expressions filled from facts, piece by piece. What a fact says is never taken for an expression. */
export function piecesOf(value: string, facts: TemplateFacts, writing: Writing): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const addWords = (to: number) => {
    if (to > end) pieces.push({ text: value.slice(end, to), from: 'words', field: null });
  };
  for (const match of value.matchAll(EXPRESSION)) {
    const [expression, field = '', fallback] = match;
    addWords(match.index);
    pieces.push(filled(field, fallback?.trim(), facts, writing));
    end = match.index + expression.length;
  }
  addWords(value.length);
  return pieces;
}

function filled(field: string, fallback: string | undefined, facts: TemplateFacts, writing: Writing): Piece {
  if (!isField(field)) return { text: '', from: 'missing', field };
  const known = (FIELDS[field] as Field).of(facts, writing)?.trim();
  if (known) return { text: known, from: 'known', field };
  return fallback ? { text: fallback, from: 'fallback', field } : { text: '', from: 'missing', field };
}

/**
 * Fills the expressions of values from facts. A fact that is missing and has no fallback, a field that does not exist, and braces that
 * are no expression are problems of their value.
 */
export function resolveValues(
  values: TemplateValues,
  facts: TemplateFacts,
  writing: Writing,
): { values: Record<string, string>; problems: Map<string, Pick<TemplateProblem, 'what' | 'mend'>> } {
  const problems = new Map<string, Pick<TemplateProblem, 'what' | 'mend'>>();
  const texts = Object.entries(values).map(([key, value]): [string, string] => {
    const pieces = piecesOf(value, facts, writing);
    const problem = problemOf(pieces);
    if (problem) problems.set(key, problem);
    return [key, pieces.map(({ text }) => text).join('')];
  });
  return { values: Object.fromEntries(texts), problems };
}

function problemOf(pieces: readonly Piece[]): Pick<TemplateProblem, 'what' | 'mend'> | null {
  const missing = pieces.flatMap(({ from, field }) => (from === 'missing' && field !== null ? [field] : []));
  const unknown = missing.find(field => !isField(field));
  if (unknown !== undefined)
    return { what: `There is no “${unknown}”.`, mend: 'Choose one of the fields of the list.' };
  const [name] = missing.filter(isField);
  if (name) {
    const what = `Not known of this customer: ${lowerFirst(FIELDS[name].label)}.`;
    return { what, mend: `Write what stands there instead: {{${name}|…}}` };
  }
  const written = pieces.map(({ from, text }) => (from === 'words' ? text : '')).join('');
  if (!/\{\{|\}\}/.test(written)) return null;
  return { what: 'The braces are no field.', mend: 'Write a field like {{customer.first_name|there}}.' };
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** For a template's link, of which only the end is a variable. */
const endOf = (url: string | null | undefined) => url?.split('/').at(-1) || null;

const itemsOf = (items: Item[]) =>
  items.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(', ') || null;

/** Meta's code as browsers spell it. */
const localeOf = ({ language }: Writing): string => {
  const tag = language.replaceAll('_', '-');
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
};

function money(amount: string, currency: string | null, writing: Writing): string {
  const number = Number(amount);
  try {
    const style = currency ? ({ style: 'currency', currency } as const) : {};
    return new Intl.NumberFormat(localeOf(writing), style).format(number);
  } catch {
    // A currency that is none.
    return `${amount} ${currency}`;
  }
}

const day = (at: Date, writing: Writing) =>
  new Intl.DateTimeFormat(localeOf(writing), { dateStyle: 'long', timeZone: writing.timeZone }).format(at);
