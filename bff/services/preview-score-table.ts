import type { ScorePreview, ScoreTable } from '../../contract/lead-score.ts';
import { readGivenPoints } from '../db/customer-marks.ts';
import { readCommerceFacts, readEvents, readWritten } from '../db/journey-facts.ts';
import { subjectsOf } from '../db/journey-marks.ts';
import { listSeenSince } from '../db/lead-scores.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { heat } from '../domain/customer-journey.ts';
import { DAY } from '../domain/duration.ts';
import { summaryOf } from '../domain/journey-summary.ts';
import { scoreLead } from '../domain/lead-score.ts';

const MONTH = 30 * DAY;
const AT_ONCE = 500;
const EXAMPLES = 10;

/** What this table would say today of everybody who was seen in the last month, by the rule that will say it then. Changes nothing. */
export async function previewScoreTable(
  db: Db,
  merchantId: string,
  table: ScoreTable,
  now: Date,
): Promise<ScorePreview> {
  const preview: ScorePreview = {
    ...{ customers: 0, higher: 0, lower: 0, becomeHot: 0, coolDown: 0 },
    before: Array<number>(10).fill(0),
    after: Array<number>(10).fill(0),
    examples: [],
  };
  const since = new Date(now.getTime() - MONTH);
  for (let after: string | null = null, more = true; more; ) {
    // A transaction a batch, so that a long preview holds nothing back.
    const batch: Compared[] = await withMerchant(db, merchantId, async tx => {
      const seen = await listSeenSince(tx, { since, after, limit: AT_ONCE });
      const subjects = await subjectsOf(
        tx,
        seen.map(({ customerId }) => customerId),
      );
      const events = Map.groupBy(await readEvents(tx, subjects), ({ customerId }) => customerId);
      const written = Map.groupBy(await readWritten(tx, subjects), ({ customerId }) => customerId);
      const commerce = await readCommerceFacts(tx, subjects);
      const given = await readGivenPoints(tx, subjects);
      return seen.map(customer => {
        const { customerId: id } = customer;
        const journey = summaryOf(events.get(id) ?? [], table);
        const wroteAt = (written.get(id) ?? []).map(({ at }) => at);
        const facts = { journey, wroteAt, ...commerce.get(id)!, given: given.get(id)! };
        const { score: to, reasons } = scoreLead(facts, table, now);
        const isHot = heat(null, to, table).isHot;
        return { ...customer, from: customer.score, to, reasons, wasHot: customer.isHot, isHot };
      });
    });
    for (const customer of batch) count(preview, customer);
    preview.examples = [...preview.examples, ...batch.filter(({ from, to }) => from !== to).map(toExample)]
      .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
      .slice(0, EXAMPLES);
    after = batch.at(-1)?.customerId ?? null;
    more = batch.length === AT_ONCE;
  }
  return preview;
}

type Compared = ScorePreview['examples'][number] & { wasHot: boolean; isHot: boolean };

const toExample = ({ customerId, fullName, from, to, reasons }: Compared) => ({
  customerId,
  fullName,
  from,
  to,
  reasons,
});

function count(preview: ScorePreview, { from, to, wasHot, isHot }: Compared): void {
  const place = (score: number) => Math.min(9, Math.floor(score / 10));
  preview.customers += 1;
  preview.before[place(from)]! += 1;
  preview.after[place(to)]! += 1;
  if (to > from) preview.higher += 1;
  if (to < from) preview.lower += 1;
  if (isHot && !wasHot) preview.becomeHot += 1;
  if (!isHot && wasHot) preview.coolDown += 1;
}
