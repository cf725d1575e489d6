import { createHash } from 'node:crypto';
import { matchKey } from '../domain/phone-match.ts';
import type { WebhookPart } from '../whatsapp/webhook-events.ts';

/**
 * In which line a part waits, as a UUID: one for each person who writes, in whatever form the phone is spelt, so that they are read in
 * order and wait for nobody else; one for each other field. Null: a status, whose order does not matter.
 */
export function lineOf(merchantId: string, { event, field }: WebhookPart): string | null {
  switch (event.kind) {
    case 'status':
      return null;
    case 'message': {
      const { waId, bsuid } = event.message.from;
      return uuidOf([merchantId, 'person', waId ? matchKey(waId) : (bsuid ?? '')]);
    }
    case 'template':
    case 'other':
      return uuidOf([merchantId, 'field', field]);
  }
}

/** Version 8: made by a rule of our own (RFC 9562). */
function uuidOf(name: string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(name)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
