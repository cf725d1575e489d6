import { withMerchant } from '../db/merchant-tx.ts';
import { changeApp, lockApp } from '../db/whatsapp-apps.ts';
import { changeNumber, listNumbers } from '../db/whatsapp-numbers.ts';
import { checkToken } from '../domain/token-check.ts';
import { appPlace, numberPlace } from './connect-whatsapp.ts';
import type { Context } from './context.ts';
import { orRefuse } from './meta-answer.ts';
import { liftsWithToken } from './number-stops.ts';
import { notFound, Refusal } from './refusal.ts';
import { resumeNumber } from './stop-number.ts';
import { type MetaTools, type OpenApp, openApp } from './whatsapp-app.ts';
import { retryConflict } from './write-conflict.ts';

/**
 * Gives an app an access token, or another one: checked with Meta, and whether it reaches every number that is connected. The one
 * before it is used until then, and this one from the next attempt on.
 * @throws Refusal not-found; invalid-request with what is wrong with the token
 */
export async function changeToken(
  context: Context,
  tools: MetaTools,
  merchantId: string,
  id: string,
  accessToken: string,
): Promise<void> {
  const { db, live, now } = context;
  const { sealer, app: api } = tools;
  const app = await openApp(context, sealer, merchantId, id);
  const facts = orRefuse(
    await api.inspectToken(app.credentials, accessToken),
    () => 'Meta could not check the token with this app’s secret.',
  );
  const verdict = checkToken(facts, app.row.appId, now);
  if (!verdict.ok) throw new Refusal('invalid-request', verdict.words);
  await assertReaches(tools, app, accessToken);

  await retryConflict(() =>
    withMerchant(db, merchantId, async tx => {
      if (!(await lockApp(tx, id))) throw notFound('app');
      await changeApp(tx, id, {
        accessToken: sealer.seal(accessToken, appPlace(merchantId, id, 'access_token')),
        tokenExpiresAt: facts.expiresAt,
        tokenTrouble: null,
        accountIds: facts.accountIds,
      });
      for (const number of await listNumbers(tx)) {
        if (number.whatsappAppId !== id) continue;
        const sealed = sealer.seal(accessToken, numberPlace(merchantId, number.id));
        await changeNumber(tx, number.id, { accessToken: sealed, checkTrouble: null });
        if (liftsWithToken(number)) await resumeNumber(tx, number.id, now);
      }
    }),
  );
  live.publish({ kind: 'numbers', merchantId });
  live.publish({ kind: 'work' });
}

/** A token that works, but for other accounts, would stop what is running. */
async function assertReaches({ numbers: api }: MetaTools, { numbers }: OpenApp, accessToken: string): Promise<void> {
  for (const [wabaId, connected] of Map.groupBy(numbers, number => number.wabaId)) {
    const found = orRefuse(await api.listNumbers({ wabaId, accessToken }), () => notReached(wabaId));
    const known = new Set(found.map(number => number.phoneNumberId));
    const lost = connected.find(number => !known.has(number.phoneNumberId));
    if (lost) throw new Refusal('invalid-request', `${notReached(wabaId)} ${lost.displayPhone} is not among them.`);
  }
}

const notReached = (wabaId: string) =>
  `This token does not reach the numbers of account ${wabaId}. Give its system user the account: Meta Business settings → Accounts → WhatsApp accounts → Assign people.`;
