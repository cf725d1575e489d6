import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type { AppInput, VerifyTokenMade } from '../../contract/whatsapp.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { changeApp, insertApp, listApps, lockApp, type WhatsAppApp } from '../db/whatsapp-apps.ts';
import { claimRoute, dropRoutes, listNumbers } from '../db/whatsapp-numbers.ts';
import { DAY } from '../domain/duration.ts';
import { appPlace, openAppSecret, verifyTokenRoute } from './connect-whatsapp.ts';
import type { Context } from './context.ts';
import { orRefuse } from './meta-answer.ts';
import { notFound, Refusal } from './refusal.ts';
import { type MetaTools, openApp } from './whatsapp-app.ts';

/** Meta may sign with the old secret for a while after it was changed there. */
const BOTH_SECRETS_FOR = DAY;

/**
 * Connects a Meta app: its secret is checked with Meta, so that nobody can take a name that is not theirs.
 * @throws Refusal invalid-request when the secret is not the app's; conflict when the app is connected already, here or elsewhere
 */
export async function connectApp(
  { db, live, now }: Context,
  { sealer, app: api }: MetaTools,
  merchantId: string,
  { appId, appSecret }: AppInput,
): Promise<string> {
  const { name } = await readApp(api, appId, appSecret);
  const id = randomUUIDv7();
  await withMerchant(db, merchantId, async tx => {
    await claimApp(tx, appId, id);
    const sealed = sealer.seal(appSecret, appPlace(merchantId, id, 'app_secret'));
    await insertApp(tx, { id, appId, appSecret: sealed, name, now });
  });
  live.publish({ kind: 'numbers', merchantId });
  return id;
}

async function claimApp(tx: MerchantTx, appId: string, rowId: string): Promise<void> {
  // The claim comes first: it makes two who connect the same app at once follow one another.
  if (!(await claimRoute(tx, { kind: 'app', externalId: appId, rowId })))
    throw new Refusal('conflict', `App ${appId} is connected with somebody else. Disconnect it there first.`);
  if ((await listApps(tx)).some(app => app.appId === appId))
    throw new Refusal('conflict', `App ${appId} is connected here already. Its secret and token are changed there.`);
}

const readApp = async (api: MetaTools['app'], appId: string, appSecret: string) =>
  orRefuse(
    await api.readApp({ appId, appSecret }),
    () =>
      `This app id and app secret do not belong together. Both are in the App Dashboard → App settings → Basic; press “Show” beside the secret and copy it whole.`,
  );

/**
 * A new app secret, checked with Meta. What the one before it signed is taken for another day.
 * @throws Refusal not-found; invalid-request when it is not the app's
 */
export async function changeAppSecret(
  context: Context,
  { sealer, app: api }: MetaTools,
  merchantId: string,
  id: string,
  appSecret: string,
): Promise<void> {
  const { db, live, now } = context;
  const { row, credentials } = await openApp(context, sealer, merchantId, id);
  const { name } = await readApp(api, row.appId, appSecret);
  if (credentials.appSecret === appSecret) return;
  await withMerchant(db, merchantId, async tx => {
    const app = await lockApp(tx, id);
    if (!app) throw notFound('app');
    const before = openAppSecret(sealer, merchantId, app);
    await changeApp(tx, id, {
      name,
      appSecret: sealer.seal(appSecret, appPlace(merchantId, id, 'app_secret')),
      previousAppSecret: sealer.seal(before, appPlace(merchantId, id, 'previous_app_secret')),
      previousSecretUntil: new Date(now.getTime() + BOTH_SECRETS_FOR),
      refusedAt: null,
    });
  });
  live.publish({ kind: 'numbers', merchantId });
}

/**
 * Makes a verify token, told this once. The newest one before it stays good until this one is used.
 * @throws Refusal not-found
 */
export async function makeVerifyToken(
  { db, live, now }: Context,
  merchantId: string,
  id: string,
): Promise<VerifyTokenMade> {
  const verifyToken = `wxv_${randomBytes(24).toString('base64url')}`;
  const hash = verifyTokenRoute(verifyToken);
  await withMerchant(db, merchantId, async tx => {
    const app = await lockApp(tx, id);
    if (!app) throw notFound('app');
    const keep = app.verifyTokenHash ? [app.verifyTokenHash] : [];
    await dropRoutes(tx, 'verify_token', { rowId: id, keep });
    await claimRoute(tx, { kind: 'verify_token', externalId: hash, rowId: id });
    await changeApp(tx, id, { verifyTokenHash: hash, verifyTokenMadeAt: now });
  });
  live.publish({ kind: 'numbers', merchantId });
  return { verifyToken };
}

/**
 * Forgets an app and its secrets; its webhooks are not taken any more, and anybody may connect it.
 * @throws Refusal not-found; conflict while a number is connected by it
 */
export async function removeApp({ db, live, now }: Context, { sealer }: MetaTools, merchantId: string, id: string) {
  await withMerchant(db, merchantId, async tx => {
    const app = await lockApp(tx, id);
    if (!app) throw notFound('app');
    if ((await listNumbers(tx)).some(number => number.whatsappAppId === id))
      throw new Refusal('conflict', 'Disconnect the numbers of this app first.');
    await forget(tx, app, sealer.seal('', appPlace(merchantId, id, 'app_secret')), now);
  });
  live.publish({ kind: 'numbers', merchantId });
}

async function forget(tx: MerchantTx, { id, appId }: WhatsAppApp, nothing: Buffer, now: Date): Promise<void> {
  await dropRoutes(tx, 'app', { externalId: appId });
  await dropRoutes(tx, 'verify_token', { rowId: id, keep: [] });
  await changeApp(tx, id, {
    appSecret: nothing,
    previousAppSecret: null,
    previousSecretUntil: null,
    accessToken: null,
    verifyTokenHash: null,
    removedAt: now,
  });
}
