import type { StoreFact } from '../commerce/facts.ts';
import { readShopify } from '../commerce/shopify/topics.ts';
import { readWooCommerce } from '../commerce/woocommerce/topics.ts';
import type { StoreKind } from '../db/store-connections.ts';

/** What came with a body. `triggeredAt`: when the shop says that it happened. */
export type PartHead = { connectionId: string; topic: string; triggeredAt?: string | undefined };

type Part = { id: string; body: string; receivedAt: Date };

/** A shop's body as it is kept: what came with it in the first line, and then its text as it came. */
export const writeStorePart = (head: PartHead, text: string): string =>
  // The column holds no NUL, and neither does JSON.
  `${JSON.stringify(head)}\n${text.replaceAll('\0', '\uFFFD')}`;

export const headOf = ({ body }: Pick<Part, 'body'>): PartHead =>
  JSON.parse(body.slice(0, body.indexOf('\n'))) as PartHead;

/** @throws BadBody when the shop's text is no JSON */
export function readStorePart(kind: StoreKind, part: Part): StoreFact[] {
  const { topic, triggeredAt } = headOf(part);
  const read = kind === 'shopify' ? readShopify : readWooCommerce;
  return read(part.body.slice(part.body.indexOf('\n') + 1), {
    id: part.id,
    topic,
    receivedAt: part.receivedAt,
    triggeredAt,
  });
}
