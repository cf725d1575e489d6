import type { NumberStop, WhatsAppApp, WhatsAppConnection, WhatsAppNumber } from '../../contract/whatsapp.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { countWaiting, usedSince } from '../db/number-figures.ts';
import { type WhatsAppApp as AppRow, listApps } from '../db/whatsapp-apps.ts';
import { listNotices } from '../db/whatsapp-notices.ts';
import { listNumbers, type WhatsAppNumber as NumberRow } from '../db/whatsapp-numbers.ts';
import { countedSince } from '../domain/messaging-limit.ts';
import { tokenState } from '../domain/token-check.ts';
import { explainError } from '../whatsapp/error-classes.ts';
import type { Context } from './context.ts';
import { portfolioOf } from './read-limits.ts';

/** Everything about the merchant's WhatsApp, as the dashboard shows it; without its secrets. */
export const readWhatsApp = (
  { db, now }: Pick<Context, 'db' | 'now'>,
  webhookUrl: string,
  merchantId: string,
): Promise<WhatsAppConnection> =>
  withMerchant(db, merchantId, async tx => {
    const numbers = await listNumbers(tx);
    const used = await usedSince(tx, countedSince(now));
    const waiting = await countWaiting(
      tx,
      numbers.map(({ id }) => id),
    );
    return {
      webhookUrl,
      apps: (await listApps(tx)).map(app => presentApp(app, now)),
      numbers: numbers.map(number => ({
        ...presentNumber(number),
        used: used.find(({ portfolioId }) => portfolioId === portfolioOf(number))?.used ?? 0,
        waiting: waiting.find(({ numberId }) => numberId === number.id)?.waiting ?? 0,
      })),
      notices: (await listNotices(tx)).map(({ id, wabaId, numberId, severity, title, words, at }) => ({
        id,
        wabaId,
        number: numberId,
        severity,
        title,
        words,
        at: at.toISOString(),
      })),
    };
  });

const iso = (at: Date | null) => at?.toISOString() ?? null;

function presentApp(app: AppRow, now: Date): WhatsAppApp {
  const token = { isStored: app.accessToken !== null, expiresAt: app.tokenExpiresAt, trouble: app.tokenTrouble };
  return {
    id: app.id,
    appId: app.appId,
    name: app.name,
    token: { state: tokenState(token, now), expiresAt: iso(app.tokenExpiresAt), trouble: app.tokenTrouble },
    accountIds: app.accountIds,
    verifyTokenMadeAt: iso(app.verifyTokenMadeAt),
    handshakeAt: iso(app.handshakeAt),
    heardAt: iso(app.heardAt),
    refusedAt: app.heardAt ? null : iso(app.refusedAt),
    previousSecretUntil: app.previousSecretUntil && app.previousSecretUntil > now ? iso(app.previousSecretUntil) : null,
    createdAt: app.createdAt.toISOString(),
  };
}

function presentNumber(number: NumberRow): Omit<WhatsAppNumber, 'used' | 'waiting'> {
  const { id, phoneNumberId, wabaId, displayPhone, verifiedName, nameStatus, quality, throughput, tier } = number;
  return {
    id,
    app: number.whatsappAppId,
    phoneNumberId,
    wabaId,
    displayPhone,
    verifiedName,
    nameStatus,
    quality,
    throughput,
    tier,
    messagingLimit: number.messagingLimit,
    canSend: number.canSend,
    stop: stopOf(number),
    isDefault: number.isDefault,
    isOnPhone: number.isOnPhone,
    registeredAt: iso(number.registeredAt),
    subscribedAt: iso(number.subscribedAt),
    readyAt: iso(number.readyAt),
    checkedAt: iso(number.checkedAt),
    checkTrouble: number.checkTrouble,
  };
}

/** Why a number sends nothing, or no marketing, in plain words; null: it sends. */
export function stopOf({ sending, stopCode, stopReason, stoppedAt, resumesAt }: NumberRow): NumberStop | null {
  if (sending === 'on') return null;
  const { explanation, advice } = explainError(stopCode, 0);
  return {
    what: sending === 'stopped' ? 'all' : 'marketing',
    code: stopCode,
    reason: stopReason ?? explanation,
    advice: stopCode === null ? 'Look into WhatsApp Manager → Account overview, then resume.' : advice,
    at: iso(stoppedAt),
    resumesAt: iso(resumesAt),
  };
}
