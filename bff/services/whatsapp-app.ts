import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { listApps, type WhatsAppApp } from '../db/whatsapp-apps.ts';
import { listNumbers, type WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import type { Sealer } from '../security/seal.ts';
import type { AppApi } from '../whatsapp/app-api.ts';
import type { NumberApi } from '../whatsapp/number-api.ts';
import { appPlace, openAccessToken, openAppSecret } from './connect-whatsapp.ts';
import type { Context } from './context.ts';
import { notFound, Refusal } from './refusal.ts';

/** With what Meta is asked, and secrets are kept. */
export type MetaTools = { sealer: Sealer; app: AppApi; numbers: NumberApi };

/** An app with its secrets in plain, to ask Meta with; and the numbers that are connected by it. */
export type OpenApp = {
  row: WhatsAppApp;
  credentials: { appId: string; appSecret: string };
  accessToken: string | null;
  numbers: WhatsAppNumber[];
};

/** Reads and opens an app, before Meta is asked anything: no network inside a transaction. @throws Refusal not-found */
export const openApp = (
  { db }: Pick<Context, 'db'>,
  sealer: Sealer,
  merchantId: string,
  id: string,
): Promise<OpenApp> =>
  withMerchant(db, merchantId, async tx => {
    const row = (await listApps(tx)).find(app => app.id === id);
    if (!row) throw notFound('app');
    return opened(tx, sealer, row);
  });

export async function opened(tx: MerchantTx, sealer: Sealer, row: WhatsAppApp): Promise<OpenApp> {
  const numbers = (await listNumbers(tx)).filter(number => number.whatsappAppId === row.id);
  return {
    row,
    credentials: { appId: row.appId, appSecret: openAppSecret(sealer, tx.merchantId, row) },
    accessToken: tokenOf(sealer, tx.merchantId, row, numbers),
    numbers,
  };
}

/** What was connected before an app had a token of its own is asked about with its number's. */
function tokenOf(sealer: Sealer, merchantId: string, row: WhatsAppApp, numbers: WhatsAppNumber[]): string | null {
  if (row.accessToken) return sealer.open(row.accessToken, appPlace(merchantId, row.id, 'access_token'));
  return numbers[0] ? openAccessToken(sealer, merchantId, numbers[0]) : null;
}

/** @throws Refusal conflict while there is no token */
export function needToken({ accessToken }: OpenApp): string {
  if (accessToken === null) throw new Refusal('conflict', 'Give the app an access token first.');
  return accessToken;
}
