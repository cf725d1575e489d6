import { randomUUIDv7 } from 'node:crypto';
import type { Agent } from '../../contract/agent.ts';
import { insertAgent } from '../db/agents.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { changeMerchant, findMerchant, insertMerchant, type Merchant } from '../db/merchants.ts';
import type { Context } from './context.ts';

/** A merchant as described: made, or brought up to date. */
export async function ensureMerchant({ db, now }: Pick<Context, 'db' | 'now'>, merchant: Merchant): Promise<void> {
  await withMerchant(db, merchant.id, async tx => {
    const found = await findMerchant(tx);
    const { id: _, ...description } = merchant;
    if (found) await changeMerchant(tx, description);
    else await insertMerchant(tx, { ...merchant, now });
  });
}

/** Makes a logged-in user an agent of a merchant, unless that is so already. */
export async function addAgent(
  { db, now }: Pick<Context, 'db' | 'now'>,
  merchantId: string,
  user: { userId: string; name: string; email: string; role: Agent['role'] },
): Promise<void> {
  await withMerchant(db, merchantId, tx => insertAgent(tx, { ...user, id: randomUUIDv7(), now }));
}
