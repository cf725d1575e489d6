import { randomUUIDv7 } from 'node:crypto';
import type { Delivery, MessageContent, Purpose } from '../../contract/message.ts';
import { insertDeliveries } from '../db/deliveries.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { appendMessage, type NewMessage } from '../db/messages.ts';
import { insertSends } from '../db/sends.ts';
import { DAY } from '../domain/duration.ts';

/** From which of our numbers to which of the customer's identities. */
export type Address = { numberId: string; identityId: string };

export type NewWhatsAppMessage = {
  conversationId: string;
  author: NewMessage['author'];
  content: MessageContent;
  purpose: Purpose;
  address: Address;
  /** The id that the sender's screen gave it. */
  clientId?: string | undefined;
  /** The message of the thread that it answers. */
  replyTo?: string | undefined;
  /** Not sent any more from then on; without it see {@link GOOD_FOR}. */
  expiresAt?: Date | undefined;
  /** Not sent before then; without it at once. */
  notBefore?: Date | undefined;
};

/** Milliseconds. Marketing that Meta declines is tried again on the next day and the one after; an answer has its service window. */
const GOOD_FOR = { transactional: DAY, marketing: 3 * DAY } as const;

/** Where a message stands in its thread. `conversationId`: of the thread it went into, should the one named have been merged. */
export type Queued = { messageId: string; deliveryId: string; conversationId: string; position: number; seq: number };

/**
 * Puts messages that go by WhatsApp into their threads and into the ledger, in one transaction: each is a row before a byte leaves. Whether it
 * may go is decided when its turn comes. After the commit publish `moved` for the conversations and `work`.
 */
export async function queueWhatsAppMessages(
  tx: MerchantTx,
  messages: readonly NewWhatsAppMessage[],
  now: Date,
): Promise<Queued[]> {
  const written: Omit<Queued, 'deliveryId'>[] = [];
  for (const { conversationId, author, content, clientId, replyTo } of messages) {
    const messageId = randomUUIDv7();
    const message = { id: messageId, conversationId, author, channel: 'whatsapp', content, sentAt: now, now } as const;
    const asked = { ...message, ...(clientId && { clientId }), ...(replyTo && { replyTo }) };
    written.push({ messageId, ...(await appendMessage(tx, asked)) });
  }
  const deliveries = await queueDeliveries(
    tx,
    messages.map((message, n) => ({ ...message, ...written[n]! })),
    now,
  );
  return written.map((place, n) => ({ ...place, deliveryId: deliveries[n]! }));
}

type NewDelivery = Pick<NewWhatsAppMessage, 'conversationId' | 'purpose' | 'address' | 'expiresAt' | 'notBefore'> & {
  messageId: string;
};

/** Puts messages that are in their threads already into the ledger. Returns the deliveries' ids. */
export async function queueDeliveries(tx: MerchantTx, messages: readonly NewDelivery[], now: Date): Promise<string[]> {
  // They go in the order of these ids, and ids of one millisecond have none by themselves.
  const ids = messages.map(() => randomUUIDv7()).sort();
  const rows = messages.map(({ messageId, conversationId, purpose, address, expiresAt, notBefore }, n) => {
    const id = ids[n]!;
    const dueAt = notBefore ?? now;
    const ends = purpose === 'reply' ? undefined : new Date(dueAt.getTime() + GOOD_FOR[purpose]);
    return { id, messageId, conversationId, purpose, ...address, expiresAt: expiresAt ?? ends, dueAt };
  });
  await insertDeliveries(
    tx,
    rows.map(({ dueAt: _, ...row }) => row),
    now,
  );
  await insertSends(
    tx,
    rows.map(row => ({ ...row, deliveryId: row.id })),
  );
  return rows.map(({ id }) => id);
}

/** How a message's delivery looks before anybody has worked on it. */
export const freshDelivery = (purpose: Purpose, now: Date): Delivery => ({
  ...{ state: 'queued', at: now.toISOString(), error: null, purpose, round: 0, waits: null },
});
