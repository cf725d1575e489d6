import { withMerchant } from '../db/merchant-tx.ts';
import { lockHeadOfLine, settleHeadOfLine } from '../db/webhook-inbox.ts';
import { workMade } from '../db/work-made.ts';
import { parseWebhook } from '../whatsapp/webhook-events.ts';
import type { Context } from './context.ts';
import { applyWebhookPart } from './process-webhook-part.ts';
import { wakeScreens } from './wake-screens.ts';

/** So many parts of a line before others have their turn. */
const MOST = 20;

/**
 * Works on what waits in a line, one part after the other. Each is settled in the transaction of its effect, so a second attempt finds
 * nothing to do. One transaction a part: it holds the merchant's counter, and people of other lines wait for that.
 * @returns whether it is to come back at once
 * @throws what the first part threw; one that fails behind others is left to be the first of the next time
 */
export async function processWebhookLine(
  context: Context,
  referenceKey: Buffer,
  merchantId: string,
  line: string,
): Promise<boolean> {
  for (let n = 0; n < MOST; n++) {
    try {
      if (!(await processHead(context, referenceKey, merchantId, line))) return false;
    } catch (error) {
      if (n === 0) throw error;
      return true;
    }
  }
  return true;
}

/** False: nothing more waits. */
async function processHead({ db, live, now }: Context, referenceKey: Buffer, merchantId: string, line: string) {
  const done = await withMerchant(db, merchantId, async tx => {
    const head = await lockHeadOfLine(tx, line);
    if (!head) return null;
    const [part] = parseWebhook(JSON.parse(head.body), head.receivedAt);
    const effect = await applyWebhookPart(tx, referenceKey, part!, now);
    const more = await settleHeadOfLine(tx, { id: head.id, line, outcome: effect.outcome }, now);
    return { effect, more, work: workMade(tx) };
  });
  if (!done) return false;
  const { effect, more, work } = done;
  for (const jobs of work) live.publish({ kind: 'work', jobs });
  wakeScreens(live, merchantId, effect);
  return more;
}

/** Settles as `failed` the first part of a line, on which work failed again and again; those behind it go on. It stays readable. */
export async function giveUpHeadOfLine(
  { db, now }: Pick<Context, 'db' | 'now'>,
  merchantId: string,
  line: string,
): Promise<void> {
  await withMerchant(db, merchantId, async tx => {
    const head = await lockHeadOfLine(tx, line);
    if (head) await settleHeadOfLine(tx, { id: head.id, line, outcome: 'failed' }, now);
  });
}
