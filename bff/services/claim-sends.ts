import type { MessageContent, Purpose } from '../../contract/message.ts';
import { consentsOf } from '../db/consents.ts';
import { type DueSend, listDueSends } from '../db/due-sends.ts';
import { holdLane, saveLane } from '../db/lanes.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { savePairs } from '../db/send-limits.ts';
import { changeSends, SENDING } from '../db/sends.ts';
import { oldestUnread } from '../db/webhook-inbox.ts';
import { findNumber, type WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import { consentState, mayWrite } from '../domain/consent.ts';
import { HORIZON, slotsFreeAt } from '../domain/lane-pace.ts';
import { countsAlready } from '../domain/messaging-limit.ts';
import { decideSend, type SendDecision } from '../domain/send-decision.ts';
import { allot, type Limits } from '../domain/send-limits.ts';
import { isWindowOpen } from '../domain/service-window.ts';
import type { Recipient } from '../whatsapp/cloud-api.ts';
import { carryOut } from './carry-out-decisions.ts';
import { type Beginning, countRecipients } from './count-recipients.ts';
import type { Wakes } from './effect.ts';
import { portfolioOf, readLimits } from './read-limits.ts';
import { resumeNumber } from './stop-number.ts';
import { definitionsOf, purposeNow, templateNow } from './template-now.ts';
import { recipientOf } from './whatsapp-identities.ts';
import { retryConflict } from './write-conflict.ts';

/** One message that this process may send, until its lease ends. */
export type ClaimedSend = {
  merchantId: string;
  deliveryId: string;
  fence: number;
  purpose: Purpose;
  messageId: string;
  content: MessageContent;
  /** Meta's id of the message that it answers. */
  quotes: string | null;
  to: Recipient;
  number: WhatsAppNumber;
  /** Not before then. */
  slot: Date;
  /** Attempts that were made before. */
  attempts: number;
};

/** `lookAt`: when this number has slots for what is left; null: nothing is left. */
export type Claim = Wakes & { sends: ClaimedSend[]; lookAt: Date | null };

export type ClaimRules = {
  /** How long a claim is good for, in ms. */
  lease: number;
  /** How long a lost answer is waited for, in ms. */
  settleTime: number;
};

/** So many answers are looked at in one claim; of what is paced, as many as may find a slot. */
const MOST_REPLIES = 50;
const PURPOSES = ['reply', 'transactional', 'marketing'] as const;

type Decided = { send: DueSend; decision: SendDecision; to: Recipient | null };
type Slotted = Decided & Beginning & { to: Recipient; slot: Date; pairNextAt: Date };

const isSettled = ({ decision }: Decided) => decision.send !== 'now' && decision.send !== 'again';

/**
 * Claims what a number may send now: decides each once more from facts, the consent ledger among them; takes slots from the number's
 * pace, turns from pairs and room from the portfolio's limit; leases. One transaction, and one process per number at a time.
 * @param room how many the caller can take
 * @returns null when somebody else is claiming from this number, or when it is closed
 */
export async function claimSends(
  db: Db,
  { merchantId, numberId }: { merchantId: string; numberId: string },
  room: number,
  rules: ClaimRules,
  now: Date,
): Promise<Claim | null> {
  const claim = async (tx: MerchantTx): Promise<Claim | null> => {
    // Asked in one go, as far as nothing hangs on what was asked before: a person's answer waits for each way to the database and back.
    const [lane, number] = await Promise.all([holdLane(tx, numberId, now), findNumber(tx, numberId)]);
    if (!lane || !number) return null;
    const resumes = number.resumesAt !== null && number.resumesAt <= now;
    if (resumes) await resumeNumber(tx, numberId, now);
    const limits = await readLimits(tx, lane, number, now);
    const paced = Math.min(room, Math.ceil((limits.pace.perSecond * HORIZON) / 1000) + 1);
    const marketing = limits.marketingOpenAt > now ? 0 : paced;
    const most = { reply: Math.min(room, MOST_REPLIES), transactional: paced, marketing };
    const due = await listDueSends(tx, { numberId, portfolioId: portfolioOf(number) }, most, now);
    const decided = await decideAll(tx, number, due, rules, now);
    const { slotted, waiting, left } = share(decided, limits, room, now);
    // Conversations are locked before the queue's rows, as by whoever settles.
    const moved = await carryOut(tx, [...decided.filter(isSettled), ...waiting, ...slotted], now);
    const found = slotted.length + waiting.length;
    const isMore = decided.filter(one => !isSettled(one)).length > found || isFull(due, most);
    const { nextAt, perSecond } = left.pace;
    await Promise.all([
      take(tx, number, slotted, rules.lease, now),
      countRecipients(tx, number, slotted, limits, now),
      saveLane(tx, numberId, { nextAt, pace: perSecond, marketingOpenAt: left.marketingOpenAt, servedAt: now }),
    ]);
    const sends = slotted.map(({ send, to, slot }) => toClaimed(merchantId, number, send, to, slot));
    return { sends, lookAt: isMore ? slotsFreeAt(left.pace) : null, moved, numbers: resumes };
  };
  return retryConflict(() => withMerchant(db, merchantId, claim, SENDING));
}

const isFull = (due: DueSend[], most: Record<Purpose, number>) =>
  PURPOSES.some(purpose => most[purpose] > 0 && due.filter(send => send.purpose === purpose).length >= most[purpose]);

async function decideAll(
  tx: MerchantTx,
  number: WhatsAppNumber,
  due: DueSend[],
  { settleTime }: ClaimRules,
  now: Date,
): Promise<Decided[]> {
  const [consents, templates] = await Promise.all([
    consentsOf(tx, [...new Set(due.map(({ customerId }) => customerId))]),
    definitionsOf(tx, due),
  ]);
  const unreadSince = due.some(({ state }) => state === 'unknown') ? await oldestUnread(tx, 'whatsapp') : null;
  return due.map(send => {
    const to = recipientOf(send.identity);
    const facts = {
      ...send,
      template: templateNow(send, templates),
      isConnected: number.disconnectedAt === null,
      unreadSince,
      hasRecipient: to !== null,
      failedClaims: send.fence - send.attempt,
      consent: mayWrite(purposeNow(send), consentState(consents.get(send.customerId) ?? [])),
    };
    return { send, to, decision: decideSend(facts, settleTime, now) };
  });
}

/** Deals the slots, the more urgent first. What finds none stays where it is. */
function share(decided: Decided[], limits: Limits, room: number, now: Date) {
  const pairs = new Map<string, Date>();
  const slotted: Slotted[] = [];
  const waiting: Decided[] = [];
  let left = limits;
  for (const { send, to, decision } of decided) {
    if (!to || isSettled({ send, decision, to }) || slotted.length === room) continue;
    const begins = send.template !== null && !isWindowOpen(send.lastInboundAt, now);
    const isFirst = begins && !countsAlready(send.countedAt, now);
    const pairNextAt = pairs.get(send.identityId) ?? send.pairNextAt;
    const { limits: after, allotment } = allot(left, { purpose: send.purpose, pairNextAt, isFirst }, now);
    left = after;
    if (allotment.slot) {
      pairs.set(send.identityId, allotment.pairNextAt);
      slotted.push({ send, decision, to, slot: allotment.slot, pairNextAt: allotment.pairNextAt, begins, isFirst });
    } else if (allotment.waits) {
      waiting.push({ send, to, decision: { send: 'later', ...allotment.waits } });
    }
  }
  return { slotted, waiting, left };
}

function take(tx: MerchantTx, number: WhatsAppNumber, slotted: Slotted[], lease: number, now: Date): Promise<unknown> {
  const leased = (slot: Date) => new Date(Math.max(slot.getTime(), now.getTime()) + lease);
  const pairs = new Map(slotted.map(({ send, pairNextAt }) => [send.identityId, pairNextAt]));
  return Promise.all([
    changeSends(
      tx,
      slotted.map(({ send, slot }) => ({ deliveryId: send.deliveryId, leasedUntil: leased(slot), blocks: true })),
    ),
    savePairs(
      tx,
      number.id,
      [...pairs].map(([identityId, nextAt]) => ({ identityId, nextAt })),
    ),
  ]);
}

const toClaimed = (
  merchantId: string,
  number: WhatsAppNumber,
  { deliveryId, fence, purpose, messageId, content, quotes, attempt }: DueSend,
  to: Recipient,
  slot: Date,
): ClaimedSend => ({
  ...{ merchantId, deliveryId, fence: fence + 1, purpose, messageId, content, quotes },
  ...{ to, number, slot, attempts: attempt },
});
