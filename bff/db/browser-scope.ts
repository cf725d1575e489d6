import { and, eq, isNull, sql } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { customerIdentities, visitors } from './schema/index.ts';
import type { Scope } from './scope.ts';

const scopeOf = ({ ownThreadId, seesFrom }: { ownThreadId: string | null; seesFrom: Date | null }): Scope =>
  ownThreadId && seesFrom ? { ownThreadId, seesFrom } : null;

/** A browser, and how much of its customer it is: `scope` null and `mayChat`: it sees all that was ever written there. */
export type Browser = { customerId: string; mayChat: boolean; scope: Scope };

export async function findBrowser(tx: MerchantTx, id: string): Promise<Browser | null> {
  const { customerId, mayChat, ownThreadId, seesFrom } = visitors;
  const [row] = await tx
    .select({ customerId, mayChat, ownThreadId, seesFrom })
    .from(visitors)
    .where(and(ofMerchant(tx, visitors), eq(visitors.id, id), isNull(visitors.revokedAt)));
  return row ? { customerId: row.customerId, mayChat: row.mayChat, scope: scopeOf(row) } : null;
}

/** From now on this browser chats, and sees of the thread what `scope` says. */
export async function admitBrowser(tx: MerchantTx, id: string, scope: Scope): Promise<void> {
  await tx
    .update(visitors)
    .set({ mayChat: true, ownThreadId: scope?.ownThreadId ?? null, seesFrom: scope?.seesFrom ?? null })
    .where(and(ofMerchant(tx, visitors), eq(visitors.id, id)));
}

/** Whose account of the shop it is, and what a browser may see that proves it. */
export async function findAccount(tx: MerchantTx, value: string): Promise<{ customerId: string; scope: Scope } | null> {
  const { customerId, ownThreadId, seesFrom } = customerIdentities;
  const [row] = await tx
    .select({ customerId, ownThreadId, seesFrom })
    .from(customerIdentities)
    .where(
      and(
        ofMerchant(tx, customerIdentities),
        eq(customerIdentities.kind, 'shop_account'),
        eq(customerIdentities.value, value),
      ),
    );
  return row ? { customerId: row.customerId, scope: scopeOf(row) } : null;
}

/** From now on who proves one of these accounts sees of the thread they are moved to only what was theirs, and what comes. */
export async function narrowAccounts(
  tx: MerchantTx,
  customerId: string,
  ownThreadId: string,
  now: Date,
): Promise<void> {
  await tx
    .update(customerIdentities)
    .set({ ownThreadId: sql`coalesce(${customerIdentities.ownThreadId}, ${ownThreadId}::uuid)`, seesFrom: now })
    .where(
      and(
        ofMerchant(tx, customerIdentities),
        eq(customerIdentities.customerId, customerId),
        eq(customerIdentities.kind, 'shop_account'),
      ),
    );
}

/** The ways to recognise a customer, with what each opens: how they will be again when a merge is undone. */
export async function listIdentityScopes(
  tx: MerchantTx,
  customerId: string,
): Promise<{ id: string; ownThreadId: string | null; seesFrom: string | null }[]> {
  const { id, ownThreadId, seesFrom } = customerIdentities;
  const rows = await tx
    .select({ id, ownThreadId, seesFrom })
    .from(customerIdentities)
    .where(and(ofMerchant(tx, customerIdentities), eq(customerIdentities.customerId, customerId)))
    .orderBy(id);
  return rows.map(row => ({ ...row, seesFrom: row.seesFrom?.toISOString() ?? null }));
}

/** These browsers of the customer chat again. */
export async function giveChatBack(tx: MerchantTx, customerId: string, ids: readonly string[]): Promise<void> {
  for (const id of ids)
    await tx
      .update(visitors)
      .set({ mayChat: true })
      .where(and(ofMerchant(tx, visitors), eq(visitors.id, id), eq(visitors.customerId, customerId)));
}
