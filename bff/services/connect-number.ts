import { randomUUIDv7 } from 'node:crypto';
import type { FoundNumber, NumberInput } from '../../contract/whatsapp.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { portfolioOfAccount, setMessagingLimit } from '../db/portfolios.ts';
import { finishSetups, lockApp } from '../db/whatsapp-apps.ts';
import {
  changeNumber,
  claimRoute,
  insertNumber,
  listNumbers,
  lockNumber,
  setDefaultNumber,
  type WhatsAppNumber,
} from '../db/whatsapp-numbers.ts';
import { HOUR } from '../domain/duration.ts';
import type { NumberInfo } from '../whatsapp/number-api.ts';
import { numberPlace } from './connect-whatsapp.ts';
import type { Context } from './context.ts';
import { describeNumber, followSoon } from './follow-number.ts';
import { learnPortfolio } from './learn-portfolio.ts';
import { orRefuse } from './meta-answer.ts';
import { notFound, Refusal } from './refusal.ts';
import { syncSoon } from './sync-templates-soon.ts';
import { type MetaTools, needToken, type OpenApp, openApp } from './whatsapp-app.ts';
import { retryConflict } from './write-conflict.ts';

/** The numbers of an account, for choosing one. @throws Refusal */
export async function findNumbers(
  context: Context,
  tools: MetaTools,
  merchantId: string,
  id: string,
  wabaId: string,
): Promise<FoundNumber[]> {
  const app = await openApp(context, tools.sealer, merchantId, id);
  const found = await ofAccount(tools, app, wabaId);
  const connected = await withMerchant(context.db, merchantId, listNumbers);
  return found.map(({ phoneNumberId, displayPhone, verifiedName }) => ({
    phoneNumberId,
    displayPhone,
    verifiedName,
    isConnected: connected.some(number => number.phoneNumberId === phoneNumberId),
  }));
}

const ofAccount = async ({ numbers: api }: MetaTools, app: OpenApp, wabaId: string): Promise<NumberInfo[]> =>
  orRefuse(
    await api.listNumbers({ wabaId, accessToken: needToken(app) }),
    () =>
      `This token cannot read account ${wabaId}. Is it the WhatsApp Business Account ID (WhatsApp → API Setup), not the phone number ID or the app ID? If so, give the system user the account: Meta Business settings → Accounts → WhatsApp accounts → Assign people.`,
  );

/**
 * Connects a number, new or once more: an earlier one goes on with its history. It is in use when its other steps are done.
 * @throws Refusal not-found; invalid-request when the account has no such number; conflict when it is connected already
 */
export async function connectNumber(
  context: Context,
  tools: MetaTools,
  merchantId: string,
  { app: id, wabaId, phoneNumberId }: NumberInput,
): Promise<string> {
  const app = await openApp(context, tools.sealer, merchantId, id);
  const info = (await ofAccount(tools, app, wabaId)).find(number => number.phoneNumberId === phoneNumberId);
  if (!info) {
    throw new Refusal(
      'invalid-request',
      `Account ${wabaId} has no number with the id ${phoneNumberId}. The phone number ID is below the number in WhatsApp → API Setup.`,
    );
  }
  const accessToken = needToken(app);
  const portfolio = await tools.numbers.readPortfolio({ wabaId, accessToken });
  const subscribed = await tools.numbers.listSubscribed({ wabaId, accessToken });
  const { now, db, live } = context;
  const facts = {
    whatsappAppId: id,
    wabaId,
    ...describeNumber(info),
    portfolioId: portfolio.kind === 'told' ? portfolio.value.portfolioId : null,
    registeredAt: info.status === 'CONNECTED' ? now : null,
    subscribedAt: subscribed.kind === 'told' && subscribed.value.includes(app.row.appId) ? now : null,
    checkedAt: now,
  };
  const numberId = await retryConflict(() =>
    withMerchant(db, merchantId, async tx => {
      if (!(await lockApp(tx, id))) throw notFound('app');
      const seal = (rowId: string) => tools.sealer.seal(accessToken, numberPlace(merchantId, rowId));
      return store(tx, phoneNumberId, facts, seal, now);
    }),
  );
  live.publish({ kind: 'numbers', merchantId });
  return numberId;
}

type Facts = Partial<WhatsAppNumber> & Pick<WhatsAppNumber, 'whatsappAppId' | 'wabaId' | 'displayPhone'>;

async function store(
  tx: MerchantTx,
  phoneNumberId: string,
  facts: Facts,
  seal: (rowId: string) => Buffer,
  now: Date,
): Promise<string> {
  const before = await lockNumber(tx, { phoneNumberId });
  if (before && !before.disconnectedAt) throw new Refusal('conflict', `${before.displayPhone} is connected already.`);
  const id = before?.id ?? randomUUIDv7();
  await claim(tx, facts, phoneNumberId, id);
  // What was told before holds when Meta tells it not now.
  const portfolioId = facts.portfolioId ?? (await portfolioOfAccount(tx, facts.wabaId));
  const row = { ...facts, portfolioId, accessToken: seal(id), disconnectedAt: null, readyAt: null };
  if (before) await changeNumber(tx, id, row);
  else await insertNumber(tx, { ...row, id, phoneNumberId, now });
  if (portfolioId !== null) await learnPortfolio(tx, facts.wabaId, portfolioId);
  if (facts.messagingLimit !== undefined)
    await setMessagingLimit(tx, portfolioId ?? facts.wabaId, facts.messagingLimit);
  if ((await listNumbers(tx)).every(number => !number.isDefault)) await setDefaultNumber(tx, id);
  await syncSoon(tx, now);
  await followSoon(tx, id, new Date(now.getTime() + HOUR));
  await finishSetups(tx, now);
  return id;
}

async function claim(tx: MerchantTx, { wabaId, whatsappAppId }: Facts, phoneNumberId: string, id: string) {
  if (!(await claimRoute(tx, { kind: 'waba', externalId: wabaId, rowId: whatsappAppId })))
    throw new Refusal('conflict', `Account ${wabaId} is connected with somebody else. Disconnect it there first.`);
  if (!(await claimRoute(tx, { kind: 'phone_number', externalId: phoneNumberId, rowId: id })))
    throw new Refusal('conflict', 'This number is connected with somebody else. Disconnect it there first.');
}
