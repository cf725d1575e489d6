import { lockConversationsOf } from '../db/automation-facts.ts';
import { findCustomersByIdentity, lockIdentities } from '../db/customers.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { linesWaiting, lockHeadsOfLines, settleParts } from '../db/webhook-inbox.ts';
import { workMade } from '../db/work-made.ts';
import { parseWebhook, type WebhookPart } from '../whatsapp/webhook-events.ts';
import type { Context } from './context.ts';
import { wakesOf } from './effect.ts';
import { applyWebhookPart } from './process-webhook-part.ts';
import { wakeScreens } from './wake-screens.ts';
import { identitiesOf, newIdentitiesOf } from './whatsapp-identities.ts';

/** So many parts of a line before others have their turn. */
const MOST = 20;
/** So many of each line in one transaction of several. */
const MOST_OF_EACH = 4;

type Place = { merchantId: string; referenceKey: Buffer };

/**
 * Works on what waits in a line, one part after the other. Each is settled in the transaction of its effect, so a second attempt finds
 * nothing to do. One transaction a part, so that one that fails undoes no other.
 * @returns whether it is to come back at once
 * @throws what the first part threw; one that fails behind others is left to be the first of the next time
 */
export async function processWebhookLine(context: Context, place: Place, line: string): Promise<boolean> {
  for (let n = 0; n < MOST; n++) {
    try {
      if ((await processHeads(context, place, [line], 1)).length === 0) return false;
    } catch (error) {
      if (n === 0) throw error;
      return true;
    }
  }
  return true;
}

/**
 * Works on the first parts of several lines in one transaction: what each costs besides its effect is paid once for all.
 * @returns the lines that are to come back at once
 * @throws what one part threw; then none was worked on
 */
export const processWebhookLines = (context: Context, place: Place, lines: readonly string[]): Promise<string[]> =>
  processHeads(context, place, lines, MOST_OF_EACH);

/** @returns the lines in which more waits */
async function processHeads(
  { db, live, now }: Context,
  { merchantId, referenceKey }: Place,
  lines: readonly string[],
  each: number,
): Promise<string[]> {
  const { wakes, more, work } = await withMerchant(db, merchantId, async tx => {
    const heads = (await lockHeadsOfLines(tx, lines, each)).map(({ id, body, receivedAt }) => ({
      id,
      part: parseWebhook(JSON.parse(body), receivedAt)[0]!,
    }));
    if (lines.length > 1) {
      await lockWriters(
        tx,
        heads.map(({ part }) => part),
      );
    }
    const effects = [];
    for (const { id, part } of heads) effects.push({ id, ...(await applyWebhookPart(tx, referenceKey, part, now)) });
    const [, waiting] = await Promise.all([settleParts(tx, effects, now), linesWaiting(tx, lines)]);
    return { wakes: wakesOf(...effects), more: waiting, work: workMade(tx) };
  });
  for (const jobs of work) live.publish({ kind: 'work', jobs });
  wakeScreens(live, merchantId, wakes);
  return more;
}

/** Whoever writes to several conversations takes them in the order of their ids, and who the writers are before that. */
async function lockWriters(tx: MerchantTx, parts: readonly WebhookPart[]): Promise<void> {
  const identities = parts.flatMap(({ event }) =>
    event.kind === 'message' ? [...identitiesOf(event.message.from), ...newIdentitiesOf(event.message)] : [],
  );
  if (identities.length === 0) return;
  await lockIdentities(tx, identities);
  const writers = await findCustomersByIdentity(tx, identities);
  await lockConversationsOf(
    tx,
    writers.map(({ customerId }) => customerId),
  );
}

/** Settles as `failed` the first part of a line, on which work failed again and again; those behind it go on. It stays readable. */
export async function giveUpHeadOfLine(
  { db, now }: Pick<Context, 'db' | 'now'>,
  merchantId: string,
  line: string,
): Promise<void> {
  await withMerchant(db, merchantId, async tx => {
    const heads = await lockHeadsOfLines(tx, [line], 1);
    await settleParts(
      tx,
      heads.map(({ id }) => ({ id, outcome: 'failed' })),
      now,
    );
  });
}
