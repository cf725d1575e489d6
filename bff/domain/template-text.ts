/** `{{1}}` or `{{order_number}}`, as Meta writes variables. */
const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** The variables of a text, each once: numbers by their value, names as they come. */
export function placeholders(text: string): string[] {
  const names = [...new Set([...text.matchAll(PLACEHOLDER)].map(match => match[1]!))];
  return names.every(isNumber) ? names.sort((a, b) => Number(a) - Number(b)) : names;
}

export const isNumber = (name: string) => /^\d+$/.test(name);

/** The text with its values; a variable without one stays as it is. What a value holds is never taken for a variable. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => (Object.hasOwn(values, name) ? values[name]! : whole));
}

/** What stands under this name; '' where nothing does. A name like `constructor` is one like any other. */
export const valueAt = (values: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(values, name) ? values[name]! : '';

/**
 * A value as Meta takes it: on one line, without tabs or long runs of spaces (132018). '' when nothing in it can be seen, which Meta
 * refuses too.
 */
export function normalise(value: string): string {
  const line = value
    .toWellFormed()
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  return /^[\s\p{Cf}\u115f\u1160\u2800\u3164\uffa0]*$/u.test(line) ? '' : line;
}

/** Meta counts as JavaScript does, or more kindly. */
export const lengthOf = (text: string) => text.length;
