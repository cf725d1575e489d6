import { slowLane } from '../db/lanes.ts';
import { forgetUpload } from '../db/media.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { savePairs } from '../db/send-limits.ts';
import { closeWindow } from '../db/service-windows.ts';
import { setTemplateStatus } from '../db/template-status.ts';
import { findNumber } from '../db/whatsapp-numbers.ts';
import { slowed } from '../domain/lane-pace.ts';
import { pairClosedUntil } from '../domain/pair-rate.ts';
import type { SendReaction } from '../domain/send-reaction.ts';
import { WAKES_NOBODY, type Wakes } from './effect.ts';
import type { FailedAttempt } from './react-to-failure.ts';
import { stopNumber } from './stop-number.ts';
import { suppressMarketing } from './suppress-marketing.ts';
import { syncSoon } from './sync-templates-soon.ts';

/** What the message was sent with. */
type Means = {
  id: string;
  numberId: string;
  identityId: string;
  customerId: string;
  conversationId: string;
  templateId: string | null;
  mediaId: string | null;
  /** When its attempt began. */
  sendingAt: Date | null;
  /** By Meta's stamp; null: Meta has refused it just now. */
  failedAt: Date | null;
  pace: number;
};

/** Does what a failure asks of everything but the message itself. */
export async function applyReaction(
  tx: MerchantTx,
  means: Means,
  failed: FailedAttempt,
  reaction: SendReaction,
  now: Date,
): Promise<Wakes> {
  const { numberId, identityId } = means;
  const { failure, words } = failed;
  const code = failure.kind === 'refused' ? failure.code : null;
  if (reaction.slowNumber) await slowLane(tx, numberId, slowed({ nextAt: now, perSecond: means.pace }, now));
  if (reaction.closePair) {
    await savePairs(tx, numberId, [{ identityId, nextAt: pairClosedUntil(reaction.closePair) }]);
  }
  if (reaction.stopNumber && !(await isOfFormerToken(tx, numberId, failed)))
    await stopNumber(tx, numberId, { ...reaction.stopNumber, code, reason: words }, now);
  if (reaction.template && means.templateId) await setTemplateStatus(tx, means.templateId, reaction.template, now);
  if (reaction.syncTemplates) await syncSoon(tx, now);
  if (reaction.closeWindow) await closeWindow(tx, { identityId, numberId }, means.sendingAt ?? now);
  if (reaction.forgetUpload && means.mediaId) await forgetUpload(tx, means.mediaId, numberId, means.sendingAt ?? now);
  const numbers = reaction.stopNumber !== undefined || reaction.template !== undefined;
  if (!reaction.suppressMarketing || code === null) return { ...WAKES_NOBODY, numbers };
  const { customerId, id: deliveryId, failedAt: at } = means;
  const moved = await suppressMarketing(tx, { customerId, identityId, deliveryId, code, at }, now);
  return { moved, numbers };
}

/** Meta refused a login that is not used any more: it says nothing of the one that is. */
async function isOfFormerToken(tx: MerchantTx, numberId: string, { failure, token }: FailedAttempt): Promise<boolean> {
  if (!token || failure.kind !== 'refused' || failure.errorClass !== 'AUTH') return false;
  const number = await findNumber(tx, numberId);
  return number !== null && !number.accessToken.equals(token);
}
