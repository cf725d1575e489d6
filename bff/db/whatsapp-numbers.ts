import { and, asc, eq, inArray } from 'drizzle-orm';
import { type Db, type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { whatsappApps, whatsappNumbers, whatsappRoutes } from './schema/index.ts';

type Route = (typeof whatsappRoutes.$inferSelect)['kind'];

/** A name of Meta's and the merchant it was registered for. */
export type WhatsAppRoute = { kind: Route; externalId: string; merchantId: string; rowId: string };

/** Which merchants these names belong to, asked before a merchant is known. */
export async function findRoutes(db: Db, kind: Route, externalIds: string[]): Promise<WhatsAppRoute[]> {
  if (externalIds.length === 0) return [];
  return db
    .select()
    .from(whatsappRoutes)
    .where(and(eq(whatsappRoutes.kind, kind), inArray(whatsappRoutes.externalId, externalIds)));
}

/** Every Meta app that signs for us, at most `limit`. */
export async function listAppRoutes(db: Db, limit: number): Promise<WhatsAppRoute[]> {
  return db
    .select()
    .from(whatsappRoutes)
    .where(eq(whatsappRoutes.kind, 'app'))
    .orderBy(asc(whatsappRoutes.externalId))
    .limit(limit);
}

export async function insertRoute(tx: MerchantTx, route: Omit<WhatsAppRoute, 'merchantId'>): Promise<void> {
  await tx.insert(whatsappRoutes).values({ ...route, merchantId: tx.merchantId });
}

export type WhatsAppApp = { id: string; appId: string; appSecret: Buffer };

export async function insertApp(tx: MerchantTx, app: WhatsAppApp & { now: Date }): Promise<void> {
  const { now: createdAt, ...rest } = app;
  await tx.insert(whatsappApps).values({ ...rest, merchantId: tx.merchantId, createdAt });
}

export async function listApps(tx: MerchantTx): Promise<WhatsAppApp[]> {
  return tx
    .select({ id: whatsappApps.id, appId: whatsappApps.appId, appSecret: whatsappApps.appSecret })
    .from(whatsappApps)
    .where(ofMerchant(tx, whatsappApps))
    .orderBy(asc(whatsappApps.id));
}

export type WhatsAppNumber = {
  id: string;
  whatsappAppId: string;
  phoneNumberId: string;
  wabaId: string;
  displayPhone: string;
  accessToken: Buffer;
};

export async function insertNumber(tx: MerchantTx, number: WhatsAppNumber & { now: Date }): Promise<void> {
  const { now: createdAt, ...rest } = number;
  await tx.insert(whatsappNumbers).values({ ...rest, merchantId: tx.merchantId, createdAt });
}

/** Is a number connected? */
export async function hasNumber(tx: MerchantTx): Promise<boolean> {
  const rows = await tx
    .select({ id: whatsappNumbers.id })
    .from(whatsappNumbers)
    .where(ofMerchant(tx, whatsappNumbers))
    .limit(1);
  return rows.length > 0;
}

/** The merchant's connected numbers, oldest first. */
export async function listNumbers(tx: MerchantTx): Promise<WhatsAppNumber[]> {
  return tx
    .select({
      id: whatsappNumbers.id,
      whatsappAppId: whatsappNumbers.whatsappAppId,
      phoneNumberId: whatsappNumbers.phoneNumberId,
      wabaId: whatsappNumbers.wabaId,
      displayPhone: whatsappNumbers.displayPhone,
      accessToken: whatsappNumbers.accessToken,
    })
    .from(whatsappNumbers)
    .where(ofMerchant(tx, whatsappNumbers))
    .orderBy(asc(whatsappNumbers.id));
}
