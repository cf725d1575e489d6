import { DAY, SECOND } from './duration.ts';
import { isWindowOpen } from './service-window.ts';

/** WhatsApp shows "typing…" for 25 seconds, or until the answer. */
export const TYPING_EVERY = 20 * SECOND;
/** Who stopped writing so long ago writes no more. */
const TYPING_LASTS = 10 * SECOND;
/** Messages older than that can be marked no more. */
const MARKABLE_FOR = 30 * DAY;

type Facts = {
  /** The customer's newest WhatsApp message that an agent has read. */
  newest: { wamid: string; sentAt: Date } | null;
  /** What the phone was told before. */
  told: { readWamid: string | null; typingAt: Date | null; typingToldAt: Date | null } | null;
  lastInboundAt: Date | null;
};

/** What is the customer's phone to be told now? Null: it knows all there is. */
export function presenceToTell({ newest, told, lastInboundAt }: Facts, now: Date): { typing: boolean } | null {
  if (!newest || now.getTime() - newest.sentAt.getTime() >= MARKABLE_FOR) return null;
  const { typingAt = null, typingToldAt = null, readWamid = null } = told ?? {};
  const isWriting =
    typingAt !== null &&
    now.getTime() - typingAt.getTime() < TYPING_LASTS &&
    (typingToldAt === null || typingToldAt < typingAt) &&
    isWindowOpen(lastInboundAt, now);
  if (isWriting) return { typing: true };
  return newest.wamid === readWamid ? null : { typing: false };
}
