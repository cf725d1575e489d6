import type {
  DryRun,
  DryRunList,
  DryRunQuery,
  DryRunResult,
  DryRunSampleQuery,
  DryRunSamples,
  DryRunUnknown,
  MessagePrices,
  MessagePricesInput,
} from '../../contract/dry-run.ts';
import {
  type DryRunRow,
  findDryRun,
  findMessagePrices,
  listDryRuns,
  listSamples,
  saveMessagePrices,
} from '../db/dry-runs.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { priceMessages } from '../domain/dry-run/price.ts';
import type { Context } from './context.ts';
import { notFound } from './refusal.ts';

const NO_PRICES: MessagePrices = { currency: null, prices: [] };

/** What is not known of the past, and what is done about it. */
const UNKNOWN: Record<DryRunUnknown, string> = {
  panel:
    'Whether a page of the shop was open is kept for the last time only. Earlier it may have been: then the message would have gone into the panel. It is told as if none was open.',
  books:
    'How these quotes and orders stood before their history was kept is not known. They are taken for what was first known of them.',
  events: 'Of very busy browsers only the newest events are read.',
};

/** As it is now, priced by the prices that are entered now. */
export async function presentDryRun(tx: MerchantTx, row: DryRunRow): Promise<DryRun> {
  return present(row, (await findMessagePrices(tx)) ?? NO_PRICES);
}

function present(row: DryRunRow, { currency, prices }: MessagePrices): DryRun {
  const { people, runs, outcomes, days, messages, unknown } = row.tally;
  const priced = priceMessages(messages, prices);
  const result: DryRunResult = {
    ...{ people, runs, messages: priced.messages },
    outcomes: outcomes.toSorted((a, b) => b.runs - a.runs),
    days: days.toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    cost: { currency, amount: priced.amount, unpriced: priced.unpriced },
    unknown: unknown.map(one => ({ ...one, words: UNKNOWN[one.what] })),
  };
  return {
    ...{ id: row.id, automation: row.ruleId, recipe: row.recipe, name: row.definition.name, state: row.state, result },
    ...{ from: row.fromAt.toISOString(), to: row.toAt.toISOString() },
    progress: { looked: row.looked, of: Math.max(row.people, row.looked) },
    ...{ createdAt: row.createdAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null },
  };
}

/** @throws Refusal not-found */
export const readDryRun = (db: Db, merchantId: string, id: string): Promise<DryRun> =>
  withMerchant(db, merchantId, async tx => presentDryRun(tx, await find(tx, id)));

async function find(tx: MerchantTx, id: string): Promise<DryRunRow> {
  const row = await findDryRun(tx, id);
  if (!row) throw notFound('dry run');
  return row;
}

export const readDryRuns = (
  db: Db,
  merchantId: string,
  { automation: ruleId, recipe }: DryRunQuery,
): Promise<DryRunList> =>
  withMerchant(db, merchantId, async tx => {
    const prices = (await findMessagePrices(tx)) ?? NO_PRICES;
    return { dryRuns: (await listDryRuns(tx, { ruleId, recipe })).map(row => present(row, prices)) };
  });

/** Some people of each outcome and reason. @throws Refusal not-found */
export const readDryRunSamples = (
  db: Db,
  merchantId: string,
  id: string,
  query: DryRunSampleQuery,
): Promise<DryRunSamples> =>
  withMerchant(db, merchantId, async tx => {
    await find(tx, id);
    const samples = await listSamples(tx, id, query);
    return {
      samples: samples.map(({ customerId, fullName, phone, startedAt, story, ...sample }) => ({
        ...{ ...sample, customer: { id: customerId, name: fullName, phone } },
        ...{ startedAt: startedAt.toISOString(), ...story },
      })),
    };
  });

export const readMessagePrices = (db: Db, merchantId: string): Promise<MessagePrices> =>
  withMerchant(db, merchantId, async tx => (await findMessagePrices(tx)) ?? NO_PRICES);

/** What Meta charges from now on, for dry runs that were made before too. */
export async function changeMessagePrices(
  { db, now }: Context,
  merchantId: string,
  told: MessagePricesInput,
): Promise<MessagePrices> {
  await withMerchant(db, merchantId, tx => saveMessagePrices(tx, told, now));
  return told;
}
