import { randomUUIDv7 } from 'node:crypto';
import { enqueue, enqueueNoLater } from '../db/jobs.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { setMessagingLimit } from '../db/portfolios.ts';
import { changeApp } from '../db/whatsapp-apps.ts';
import { changeNumber, listNumbers, lockNumber, type WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { messagingLimitOf, throughputOf } from '../domain/number-limits.ts';
import type { Told } from '../whatsapp/app-api.ts';
import type { NumberHealth, NumberInfo } from '../whatsapp/number-api.ts';
import { openAccessToken } from './connect-whatsapp.ts';
import type { Context } from './context.ts';
import { learnPortfolio } from './learn-portfolio.ts';
import { blockedStop, liftsAtMeta } from './number-stops.ts';
import { portfolioOf } from './read-limits.ts';
import { notFound } from './refusal.ts';
import { resumeNumber, stopNumber } from './stop-number.ts';
import type { MetaTools } from './whatsapp-app.ts';
import { retryConflict } from './write-conflict.ts';

/** How often a number's health is asked for, and how often while something is wrong with it. */
const FOLLOWED_EVERY = HOUR;
const WATCHED_EVERY = 10 * MINUTE;

type Tools = Pick<MetaTools, 'sealer' | 'numbers'>;

/** From now on a number's health is asked for; or at once, where that is so already. */
export const followSoon = (tx: MerchantTx, ref: string, dueAt: Date) =>
  enqueueNoLater(tx, { id: randomUUIDv7(), kind: 'number-health', ref, dueAt });

/** Sees to it that every connected number is followed. */
export async function followNumbers(tx: MerchantTx, now: Date): Promise<void> {
  for (const { id } of await listNumbers(tx)) {
    await enqueue(tx, { id: randomUUIDv7(), kind: 'number-health', ref: id, dueAt: now });
  }
}

/** Asks Meta how a number is, and keeps what it says. Returns when to ask again; null: it is connected no more. */
export async function followNumber(
  context: Context,
  tools: Tools,
  merchantId: string,
  id: string,
): Promise<Date | null> {
  const { db, live, now } = context;
  const number = (await withMerchant(db, merchantId, listNumbers)).find(each => each.id === id);
  if (!number) return null;
  const accessToken = openAccessToken(tools.sealer, merchantId, number);
  const { phoneNumberId } = number;
  const info = await tools.numbers.readNumber({ phoneNumberId, accessToken });
  const health = info.kind === 'told' ? await tools.numbers.readHealth({ phoneNumberId, accessToken }) : null;
  const changes = learned(info, health, now);
  if (info.kind === 'told' && number.portfolioId === null) await followPortfolio(context, tools, merchantId, number);
  await retryConflict(() =>
    withMerchant(db, merchantId, async tx => {
      const current = await lockNumber(tx, { id });
      if (!current || current.disconnectedAt) return;
      await changeNumber(tx, id, changes);
      // The limit is the whole portfolio's.
      if (changes.messagingLimit !== undefined)
        await setMessagingLimit(tx, portfolioOf(current), changes.messagingLimit);
      if (health?.kind === 'told') await settleStop(tx, current, health.value, now);
      if (info.kind === 'refused' && info.errorClass === 'AUTH')
        await changeApp(tx, current.whatsappAppId, { tokenTrouble: `${info.explanation} ${info.advice}` });
    }),
  );
  const isStopMoved = health?.kind === 'told' && (health.value.canSend === 'AVAILABLE') !== (number.sending === 'on');
  if (isStopMoved || differs(number, changes)) live.publish({ kind: 'numbers', merchantId });
  const isWell = changes.checkTrouble === null && number.sending === 'on';
  return new Date(now.getTime() + (isWell ? FOLLOWED_EVERY : WATCHED_EVERY));
}

/** Which portfolio the number's account is of; until Meta tells, it is asked for at each look. */
async function followPortfolio(
  { db }: Context,
  { sealer, numbers }: Tools,
  merchantId: string,
  number: WhatsAppNumber,
): Promise<void> {
  const { wabaId } = number;
  const accessToken = openAccessToken(sealer, merchantId, number);
  const told = await numbers.readPortfolio({ wabaId, accessToken });
  const portfolioId = told.kind === 'told' ? told.value.portfolioId : null;
  if (portfolioId === null) return;
  await retryConflict(() => withMerchant(db, merchantId, tx => learnPortfolio(tx, wabaId, portfolioId)));
}

/** Meta's word on whether it may send is the last one: it stops what is blocked, and lifts what Meta had stopped. */
async function settleStop(tx: MerchantTx, number: WhatsAppNumber, health: NumberHealth, now: Date): Promise<void> {
  if (health.canSend === 'AVAILABLE' && number.sending !== 'on' && liftsAtMeta(number))
    await resumeNumber(tx, number.id, now);
  if (health.canSend === 'BLOCKED' && number.sending !== 'stopped')
    await stopNumber(tx, number.id, blockedStop(health), now);
}

/** The same at once, for whoever asks for it. @throws Refusal not-found */
export async function checkNumber(context: Context, tools: Tools, merchantId: string, id: string): Promise<void> {
  if (!(await followNumber(context, tools, merchantId, id))) throw notFound('number');
}

function learned(info: Told<NumberInfo>, health: Told<NumberHealth> | null, now: Date): Partial<WhatsAppNumber> {
  if (info.kind !== 'told') {
    const trouble =
      info.kind === 'refused'
        ? `Meta refused to tell: ${info.title} ${info.advice}`
        : `Meta could not be asked (${info.reason}).`;
    return { checkTrouble: trouble };
  }
  const canSend = health?.kind === 'told' ? { canSend: health.value.canSend } : {};
  return { ...describeNumber(info.value), ...canSend, checkedAt: now, checkTrouble: null };
}

const differs = (before: WhatsAppNumber, changes: Partial<WhatsAppNumber>) =>
  Object.entries(changes).some(([key, value]) => key !== 'checkedAt' && before[key as keyof WhatsAppNumber] !== value);

/** What Meta's description of a number means for its row. */
export function describeNumber(info: NumberInfo) {
  const throughput = throughputOf(info.throughput, info.isOnPhone);
  const messaging = messagingLimitOf(info.tier);
  return {
    displayPhone: info.displayPhone,
    verifiedName: info.verifiedName,
    nameStatus: info.nameStatus,
    quality: info.quality,
    tier: info.tier,
    metaStatus: info.status,
    isOnPhone: info.isOnPhone,
    ...(throughput !== null && { throughput }),
    ...(messaging && { messagingLimit: messaging.limit }),
  };
}
