import { randomUUIDv7 } from 'node:crypto';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { setMessagingLimit } from '../db/portfolios.ts';
import { listApps } from '../db/whatsapp-apps.ts';
import { dismissNotice, insertNotice } from '../db/whatsapp-notices.ts';
import { changeNumber, listNumbers, type WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import { type AccountNews, accountNews, type NewsField } from '../whatsapp/account-news.ts';
import type { Notice } from './apply-notice.ts';
import type { Context } from './context.ts';
import { type Effect, IGNORED } from './effect.ts';
import { followSoon } from './follow-number.ts';
import { liftsAtMeta } from './number-stops.ts';
import { portfolioOf } from './read-limits.ts';
import { notFound } from './refusal.ts';
import { resumeNumber, stopNumber } from './stop-number.ts';

/**
 * Acts on what Meta tells of an account or a number: keeps it for people, takes over limits, and asks Meta at once how the numbers are,
 * since webhooks come late and in any order.
 */
export const applyAccountNotice =
  (field: NewsField) =>
  async (tx: MerchantTx, notice: Notice, now: Date): Promise<Effect> => {
    const news = accountNews(field, notice.value, now);
    const wabaId = news.wabaId ?? notice.wabaId;
    // Of a portfolio's limits Meta names the portfolio, where it names the account elsewhere.
    const numbers = await listNumbers(tx);
    const ofAccount = numbers.filter(number => number.wabaId === wabaId || number.portfolioId === wabaId);
    const digits = digitsOf(news.displayPhone);
    const meant = digits ? ofAccount.filter(number => digitsOf(number.displayPhone) === digits) : ofAccount;
    if (field === 'business_capability_update' && ofAccount.length === 0) await askForPortfolios(tx, numbers, now);
    if (!wabaId || meant.length === 0) return IGNORED;
    if (news.notice) {
      const numberId = digits ? meant[0]!.id : null;
      await insertNotice(tx, { id: randomUUIDv7(), wabaId, numberId, ...news.notice, at: now });
    }
    for (const number of meant) await act(tx, number, news, now);
    // The limit is the whole portfolio's.
    if (news.limit) await setMessagingLimit(tx, portfolioOf(meant[0]!), news.limit.limit);
    return { outcome: 'applied', moved: [], numbers: true };
  };

async function act(tx: MerchantTx, number: WhatsAppNumber, news: AccountNews, now: Date): Promise<void> {
  const { id, whatsappAppId } = number;
  if (news.nameStatus) await changeNumber(tx, id, { nameStatus: news.nameStatus });
  if (news.stop) await stopNumber(tx, id, news.stop, now);
  if (news.resumes && liftsAtMeta(number)) await resumeNumber(tx, id, now);
  if (news.unsubscribed) {
    const app = (await listApps(tx)).find(each => each.id === whatsappAppId);
    if (app?.appId === news.unsubscribed.appId) await changeNumber(tx, id, { subscribedAt: null });
  }
  await followSoon(tx, id, now);
}

/** It may be the portfolio of an account whose portfolio is not known yet: the look at the number learns it, and the limit. */
async function askForPortfolios(tx: MerchantTx, numbers: WhatsAppNumber[], now: Date): Promise<void> {
  for (const { id, portfolioId } of numbers) if (portfolioId === null) await followSoon(tx, id, now);
}

const digitsOf = (phone: string | undefined) => phone?.replace(/\D/g, '') ?? '';

/** Somebody has read it. @throws Refusal not-found */
export async function putAside({ db, live, now }: Context, merchantId: string, id: string): Promise<void> {
  if (!(await withMerchant(db, merchantId, tx => dismissNotice(tx, id, now)))) throw notFound('notice');
  live.publish({ kind: 'numbers', merchantId });
}
