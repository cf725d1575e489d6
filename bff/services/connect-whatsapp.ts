import { createHash, randomUUIDv7 } from 'node:crypto';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { insertApp } from '../db/whatsapp-apps.ts';
import { insertNumber, insertRoute, listNumbers } from '../db/whatsapp-numbers.ts';
import type { SealedPlace, Sealer } from '../security/seal.ts';
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
 * Connects a Meta app and its numbers to a merchant in one step, and believes what it is told: for a number that is set up at Meta
 * already. The dashboard goes step by step and checks each.
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
  const route = verifyTokenRoute(connection.verifyToken);
  await insertApp(tx, {
    id,
    appId: connection.appId,
    appSecret: sealer.seal(connection.appSecret, appPlace(tx.merchantId, id, 'app_secret')),
    accessToken: sealer.seal(connection.accessToken, appPlace(tx.merchantId, id, 'access_token')),
    verifyTokenHash: route,
    verifyTokenMadeAt: now,
    now,
  });
  await insertRoute(tx, { kind: 'app', externalId: connection.appId, rowId: id });
  await insertRoute(tx, { kind: 'verify_token', externalId: route, rowId: id });
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
  const sealed = sealer.seal(accessToken, numberPlace(tx.merchantId, id));
  const isDefault = (await listNumbers(tx)).every(number => !number.isDefault);
  const steps = { registeredAt: now, subscribedAt: now, readyAt: now, isDefault };
  await insertNumber(tx, {
    id,
    whatsappAppId,
    phoneNumberId,
    wabaId,
    displayPhone,
    accessToken: sealed,
    ...steps,
    now,
  });
  await insertRoute(tx, { kind: 'phone_number', externalId: phoneNumberId, rowId: id });
}

type AppColumn = 'app_secret' | 'previous_app_secret' | 'access_token';

export const appPlace = (merchantId: string, rowId: string, column: AppColumn): SealedPlace => ({
  merchantId,
  table: 'whatsapp_apps',
  column,
  rowId,
});

export const numberPlace = (merchantId: string, rowId: string): SealedPlace => ({
  merchantId,
  table: 'whatsapp_numbers',
  column: 'access_token',
  rowId,
});

/** The secret of a Meta app, in plain. @throws SealError */
export const openAppSecret = (sealer: Sealer, merchantId: string, app: { id: string; appSecret: Buffer }) =>
  sealer.open(app.appSecret, appPlace(merchantId, app.id, 'app_secret'));

/** The token that sends from a number, in plain. @throws SealError */
export const openAccessToken = (sealer: Sealer, merchantId: string, number: { id: string; accessToken: Buffer }) =>
  sealer.open(number.accessToken, numberPlace(merchantId, number.id));
