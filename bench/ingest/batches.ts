import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { publicKeyOf } from '../../bff/security/public-key.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';

/** A browser's own token. */
export const newToken = () => `wxv_${publicKeyOf(DEMO_MERCHANT_ID).slice(3)}_${randomBytes(32).toString('base64url')}`;

/** One event as a shop's page tells it, about 400 bytes. */
export const newEvent = () => ({
  id: randomUUIDv7(),
  name: 'product_viewed' as const,
  at: new Date().toISOString(),
  page: { url: 'https://shop.example/products/holm-sofa?finish=oat', title: 'Holm three-seat sofa · WoodEx' },
  properties: {
    items: [{ id: 'holm-sofa.oat', name: 'Holm three-seat sofa', variant: 'Oat bouclé', price: 2890, quantity: 1 }],
    value: 2890,
    currency: 'EUR',
  },
});

export const newBatch = (visitor: string, events: number) => ({
  visitor,
  sentAt: new Date().toISOString(),
  consent: 'granted' as const,
  timeZone: 'Europe/Berlin',
  language: 'de-DE',
  events: Array.from({ length: events }, newEvent),
});
