/** What the dashboard may open or show: an address of the web, and nothing that runs. */
export const isWebUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);

/** Words with a meaning of their own, which an event shows in its own way. */
const KNOWN = new Set(['items', 'value', 'currency', 'term', 'number', 'status', 'tracking', 'referrer']);

/** Events of which their properties say what they are. The others are told by their name. */
const OPEN =
  /^(custom\.|form_|button_|link_|call_|appointment_|ad_)|^(shipment_status_changed|order_status_changed|order_refunded)$/;

/** What an event brought beside the known words, as it came: a name and its value in words. At most twelve; the last row counts the rest. */
export function propertyRows(
  name: string,
  properties: Readonly<Record<string, unknown>>,
): [key: string, words: string][] {
  if (!OPEN.test(name)) return [];
  const rows = Object.entries(properties)
    .filter(([key, value]) => value !== null && value !== '' && (name.startsWith('custom.') || !KNOWN.has(key)))
    .filter(([key]) => key !== 'items')
    .map(([key, value]): [string, string] => [key, wordsOf(value)]);
  return rows.length <= 12 ? rows : [...rows.slice(0, 11), ['…', `and ${rows.length - 11} more`]];
}

function wordsOf(value: unknown): string {
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value) && value.every(part => typeof part !== 'object')) return value.join(', ');
  return JSON.stringify(value);
}
