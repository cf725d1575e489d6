import { withMerchant } from '../db/merchant-tx.ts';
import { changeApp, finishSetups, lockApp, type SigningApp } from '../db/whatsapp-apps.ts';
import { dropRoutes, type WhatsAppRoute } from '../db/whatsapp-numbers.ts';
import { MINUTE } from '../domain/duration.ts';
import type { Sealer } from '../security/seal.ts';
import { appPlace, openAppSecret } from './connect-whatsapp.ts';
import type { Context } from './context.ts';

/** What may have signed a webhook of this app at `now`: its secret, and for a while the one before it. @throws SealError */
export function openSecrets(sealer: Sealer, merchantId: string, app: SigningApp, now: Date): string[] {
  const { previousAppSecret: previous, previousSecretUntil: until } = app;
  const secret = openAppSecret(sealer, merchantId, app);
  if (!previous || !until || until <= now) return [secret];
  return [secret, sealer.open(previous, appPlace(merchantId, app.id, 'previous_app_secret'))];
}

/** Notes, to the minute, that an app's webhook was heard; the first time may be the last step of setting its numbers up. */
export async function hearApp(context: Context, merchantId: string, app: SigningApp): Promise<void> {
  const { db, live, now } = context;
  if (isRecent(app.heardAt, now)) return;
  const ready = await withMerchant(db, merchantId, async tx => {
    await changeApp(tx, app.id, { heardAt: now, refusedAt: null });
    return finishSetups(tx, now);
  });
  if (!app.heardAt || ready.length > 0) live.publish({ kind: 'numbers', merchantId });
}

/**
 * Something named these apps' numbers and none of their secrets had signed it. While nothing genuine has ever come, whoever sets it up
 * should hear of that: the secret may be the wrong one. Afterwards it is a forgery and leaves nothing.
 */
export async function hearRefused(context: Context, merchantId: string, apps: SigningApp[]): Promise<void> {
  const { db, live, now } = context;
  const waiting = apps.filter(app => !app.heardAt && !isRecent(app.refusedAt, now));
  if (waiting.length === 0) return;
  await withMerchant(db, merchantId, async tx => {
    for (const { id } of waiting) await changeApp(tx, id, { refusedAt: now });
  });
  live.publish({ kind: 'numbers', merchantId });
}

/** Meta asked with a verify token of ours. With the newest one in use, those before it are good no more. */
export async function hearHandshake(context: Context, route: WhatsAppRoute, hash: string): Promise<void> {
  const { db, live, now } = context;
  await withMerchant(db, route.merchantId, async tx => {
    const app = await lockApp(tx, route.rowId);
    if (!app) return;
    if (app.verifyTokenHash === hash) await dropRoutes(tx, 'verify_token', { rowId: app.id, keep: [hash] });
    await changeApp(tx, app.id, { handshakeAt: now });
    await finishSetups(tx, now);
  });
  live.publish({ kind: 'numbers', merchantId: route.merchantId });
}

const isRecent = (at: Date | null, now: Date) => at !== null && now.getTime() - at.getTime() < MINUTE;
