import { and, asc, eq, exists, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { ask, type Place } from './one-statement.ts';
import { whatsappApps, whatsappNumbers } from './schema/index.ts';

/** A Meta app. Its secrets and its token are sealed. */
export type WhatsAppApp = Omit<typeof whatsappApps.$inferSelect, 'merchantId'>;

export async function insertApp(
  tx: MerchantTx,
  app: Pick<WhatsAppApp, 'id' | 'appId' | 'appSecret'> & Partial<WhatsAppApp> & { now: Date },
): Promise<void> {
  const { now: createdAt, ...rest } = app;
  await tx.insert(whatsappApps).values({ ...rest, merchantId: tx.merchantId, createdAt });
}

/** The merchant's apps, oldest first; not those that were removed. */
export async function listApps(tx: MerchantTx): Promise<WhatsAppApp[]> {
  const rows = await tx
    .select()
    .from(whatsappApps)
    .where(and(ofMerchant(tx, whatsappApps), isNull(whatsappApps.removedAt)))
    .orderBy(asc(whatsappApps.id));
  return rows.map(withoutMerchant);
}

/** What is needed of an app to know what it signed, and when that was heard. */
export type SigningApp = Pick<
  WhatsAppApp,
  'id' | 'appSecret' | 'previousAppSecret' | 'previousSecretUntil' | 'heardAt' | 'refusedAt'
>;

/** The same, of these apps what is needed for each webhook. */
export const listSigningApps = (place: Place): Promise<SigningApp[]> =>
  ask<SigningApp>(
    place,
    sql`
      select id, app_secret as "appSecret", previous_app_secret as "previousAppSecret",
        previous_secret_until as "previousSecretUntil", heard_at as "heardAt", refused_at as "refusedAt"
      from whatsapp_apps where merchant_id = ${place.merchantId}::uuid and removed_at is null order by id`,
  );

/** An app that was not removed; locked, so that two who change it follow one another. */
export async function lockApp(tx: MerchantTx, id: string): Promise<WhatsAppApp | null> {
  const [row] = await tx
    .select()
    .from(whatsappApps)
    .where(and(ofMerchant(tx, whatsappApps), eq(whatsappApps.id, id), isNull(whatsappApps.removedAt)))
    .for('update');
  return row ? withoutMerchant(row) : null;
}

export async function changeApp(
  tx: MerchantTx,
  id: string,
  changes: Partial<Omit<WhatsAppApp, 'id' | 'appId' | 'createdAt'>>,
): Promise<void> {
  await tx
    .update(whatsappApps)
    .set(changes)
    .where(and(ofMerchant(tx, whatsappApps), eq(whatsappApps.id, id)));
}

/**
 * Numbers whose every step is done are in use from now on: registered, subscribed, and the app's webhook was heard or has shaken
 * hands. Returns their ids.
 */
export async function finishSetups(tx: MerchantTx, now: Date): Promise<string[]> {
  const isHeard = tx
    .select({ one: sql`1` })
    .from(whatsappApps)
    .where(
      and(
        ofMerchant(tx, whatsappApps),
        eq(whatsappApps.id, whatsappNumbers.whatsappAppId),
        or(isNotNull(whatsappApps.heardAt), isNotNull(whatsappApps.handshakeAt)),
      ),
    );
  const rows = await tx
    .update(whatsappNumbers)
    .set({ readyAt: now })
    .where(
      and(
        ofMerchant(tx, whatsappNumbers),
        isNull(whatsappNumbers.readyAt),
        isNull(whatsappNumbers.disconnectedAt),
        isNotNull(whatsappNumbers.registeredAt),
        isNotNull(whatsappNumbers.subscribedAt),
        exists(isHeard),
      ),
    )
    .returning({ id: whatsappNumbers.id });
  return rows.map(({ id }) => id);
}

function withoutMerchant({ merchantId: _, ...app }: typeof whatsappApps.$inferSelect): WhatsAppApp {
  return app;
}
