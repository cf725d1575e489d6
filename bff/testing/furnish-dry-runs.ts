import { randomUUIDv7 } from 'node:crypto';
import { type DryRunRow, type DryRunSampleRow, insertDryRun, saveMessagePrices, saveSamples } from '../db/dry-runs.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { emptyTally } from '../domain/dry-run/tally.ts';
import { cartRule } from './automation-world.ts';
import { NOW } from './merchants.ts';

/** A dry run under way with somebody it came to, and prices. */
export async function furnishDryRuns(tx: MerchantTx, customerId: string, agentId: string, ruleId: string) {
  const dryRun: DryRunRow = {
    ...{
      id: randomUUIDv7(),
      ruleId,
      recipe: null,
      definition: { ...cartRule(), name: `Dry rule of ${tx.merchantId}` },
    },
    ...{ state: 'waiting', fromAt: NOW, toAt: NOW, people: 3, looked: 0, cursor: null, tally: emptyTally() },
    ...{ createdBy: agentId, createdAt: NOW, endedAt: null },
  };
  await insertDryRun(tx, dryRun);
  const sample: DryRunSampleRow = {
    ...{ id: randomUUIDv7(), dryRunId: dryRun.id, customerId, outcome: 'sent', reason: 'text', startedAt: NOW },
    story: { uncertain: `Perhaps, of ${tx.merchantId}`, decisions: [] },
  };
  await saveSamples(tx, [sample], []);
  const price = { category: 'marketing', country: null, price: '0.1' } as const;
  await saveMessagePrices(tx, { currency: 'EUR', prices: [price] }, NOW);
  return { dryRun, sample };
}
