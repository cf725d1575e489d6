import { randomUUIDv7 } from 'node:crypto';
import { openDatabase } from '../../bff/db/connection.ts';
import { withMerchant } from '../../bff/db/merchant-tx.ts';
import { ensureAppRole } from '../../bff/db/roles.ts';
import { conversations, customers, visitors } from '../../bff/db/schema/index.ts';
import { newVisitorToken } from '../../bff/security/token.ts';
import type { Server } from './server.ts';

export const DEMO_MERCHANT_ID = '01900000-0000-7000-8000-000000000001';

export type Shopper = { token: string; conversationId: string };

const AT_ONCE = 1_000;

/** So many guests with an empty conversation and a token each, written in bulk as the application role. */
export async function seedShoppers(ownerUrl: string, { secret }: Server, count: number): Promise<Shopper[]> {
  const { appUrl } = await ensureAppRole({ ownerUrl, secret });
  const { db, sql } = openDatabase(appUrl, { max: 1 });
  const shoppers: Shopper[] = [];
  const now = new Date();
  try {
    while (shoppers.length < count) {
      const batch = Array.from({ length: Math.min(AT_ONCE, count - shoppers.length) }, () => ({
        customerId: randomUUIDv7(),
        conversationId: randomUUIDv7(),
        ...newVisitorToken(DEMO_MERCHANT_ID),
      }));
      const base = { merchantId: DEMO_MERCHANT_ID, createdAt: now };
      await withMerchant(db, DEMO_MERCHANT_ID, async tx => {
        await tx.insert(customers).values(batch.map(({ customerId: id }) => ({ ...base, id, kind: 'guest' as const })));
        await tx
          .insert(conversations)
          .values(batch.map(({ conversationId: id, customerId }) => ({ ...base, id, customerId })));
        await tx
          .insert(visitors)
          .values(batch.map(({ customerId, hash }) => ({ ...base, id: randomUUIDv7(), customerId, tokenHash: hash })));
      });
      shoppers.push(...batch.map(({ token, conversationId }) => ({ token, conversationId })));
    }
  } finally {
    await sql.end();
  }
  return shoppers;
}
