import { createHmac } from 'node:crypto';
import { ACCOUNT } from './whatsapp-world.ts';

type Text = { wamid: string; from?: string; text?: string; more?: object };

/** A body as Meta sends it to merchant A's number: texts, in this order. */
export function textsBody(texts: readonly Text[], phoneNumberId = ACCOUNT.numbers[0]!.phoneNumberId): string {
  const messages = texts.map(({ wamid, from, text, more }) => ({
    ...{ id: wamid, from, timestamp: '1773143900', type: 'text', text: { body: text ?? wamid }, ...more },
  }));
  const value = { messaging_product: 'whatsapp', metadata: { phone_number_id: phoneNumberId }, messages };
  return JSON.stringify({ entry: [{ id: ACCOUNT.wabaId, changes: [{ field: 'messages', value }] }] });
}

export const signature = (body: string, secret = ACCOUNT.appSecret) => ({
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});
