import { createHash } from 'node:crypto';
import { BadBody, idOf, type JsonObject, listOf, objectOf, parseExactly, textOf } from '../json.ts';

/** A shop's home URL in one spelling, as connections are named by it; '' when it is none. */
export function homeOf(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return '';
  return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
}

/**
 * WooCommerce's own name of a delivery is made of the second: two facts may have one, and one fact two. So a state of an order has a name
 * made of that state, the same whether a webhook or the poll brought it. What says nothing of its state is named by the delivery.
 */
export function dedupeKeyOf(topic: string, rawBody: Uint8Array, deliveryId: string): string {
  const body = read(rawBody);
  const id = body && idOf(body.id);
  const modified = body && textOf(body.date_modified_gmt, 40);
  const [resource = ''] = topic.split('.');
  if (id && modified) return `${resource}:${digest(stateOf(resource, body))}`;
  return `${topic}:${digest([Buffer.from(rawBody).toString('base64'), deliveryId])}`;
}

/** More than the moment of the change: it has the resolution of a second. */
const stateOf = (resource: string, { id, date_modified_gmt, status, total, refunds, billing }: JsonObject) => [
  resource,
  idOf(id),
  textOf(date_modified_gmt, 40),
  status,
  total,
  listOf(refunds).length,
  objectOf(billing).email,
];

const digest = (parts: readonly unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

function read(rawBody: Uint8Array): JsonObject | undefined {
  try {
    return objectOf(parseExactly(Buffer.from(rawBody).toString('utf8')));
  } catch (error) {
    if (error instanceof BadBody) return undefined;
    throw error;
  }
}
