import { createHash, randomUUIDv7 } from 'node:crypto';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { insertApp, insertNumber, insertRoute } from '../db/whatsapp-numbers.ts';
import type { Sealer } from '../security/seal.ts';
import type { Context } from './context.ts';
import { Refusal } from './refusal.ts';
import { syncSoon } from './sync-templates-soon.ts';
import { isUniqueViolation } from './write-conflict.ts';

/** What Meta calls them; the secrets come in plain and are sealed before they are stored. */
export type WhatsAppConnection = {
  appId: string;
  appSecret: string;
  verifyToken: string;
  accessToken: string;
  wabaId: string;
  numbers: { phoneNumberId: string; displayPhone: string }[];
};

export const verifyTokenRoute = (verifyToken: string) => createHash('sha256').update(verifyToken).digest('hex');

/**
 * Connects a Meta app and its numbers to a merchant.
 * @throws Refusal conflict when one of these names is connected already, here or with another merchant
 */
export async function connectWhatsApp(
  { db, now }: Context,
  sealer: Sealer,
  merchantId: string,
  connection: WhatsAppConnection,
): Promise<void> {
  try {
    await withMerchant(db, merchantId, async tx => {
      const appId = await storeApp(tx, sealer, connection, now);
      await insertRoute(tx, { kind: 'waba', externalId: connection.wabaId, rowId: appId });
      for (const number of connection.numbers) await storeNumber(tx, sealer, connection, appId, number, now);
      await syncSoon(tx, now);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Refusal('conflict', 'This WhatsApp app, account or number is connected already.');
  }
}

async function storeApp(tx: MerchantTx, sealer: Sealer, connection: WhatsAppConnection, now: Date): Promise<string> {
  const id = randomUUIDv7();
  const place = { merchantId: tx.merchantId, table: 'whatsapp_apps', column: 'app_secret', rowId: id };
  await insertApp(tx, { id, appId: connection.appId, appSecret: sealer.seal(connection.appSecret, place), now });
  await insertRoute(tx, { kind: 'app', externalId: connection.appId, rowId: id });
  await insertRoute(tx, { kind: 'verify_token', externalId: verifyTokenRoute(connection.verifyToken), rowId: id });
  return id;
}

async function storeNumber(
  tx: MerchantTx,
  sealer: Sealer,
  { wabaId, accessToken }: WhatsAppConnection,
  whatsappAppId: string,
  { phoneNumberId, displayPhone }: WhatsAppConnection['numbers'][number],
  now: Date,
): Promise<void> {
  const id = randomUUIDv7();
  const place = { merchantId: tx.merchantId, table: 'whatsapp_numbers', column: 'access_token', rowId: id };
  const sealed = sealer.seal(accessToken, place);
  await insertNumber(tx, { id, whatsappAppId, phoneNumberId, wabaId, displayPhone, accessToken: sealed, now });
  await insertRoute(tx, { kind: 'phone_number', externalId: phoneNumberId, rowId: id });
}

/** The secret of a Meta app, in plain. @throws SealError */
export const openAppSecret = (sealer: Sealer, merchantId: string, app: { id: string; appSecret: Buffer }) =>
  sealer.open(app.appSecret, { merchantId, table: 'whatsapp_apps', column: 'app_secret', rowId: app.id });

/** The token that sends from a number, in plain. @throws SealError */
export const openAccessToken = (sealer: Sealer, merchantId: string, number: { id: string; accessToken: Buffer }) =>
  sealer.open(number.accessToken, { merchantId, table: 'whatsapp_numbers', column: 'access_token', rowId: number.id });
