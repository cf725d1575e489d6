import { performance } from 'node:perf_hooks';
import postgres from 'postgres';
import { openDatabase } from '../../bff/db/connection.ts';
import { findDryRun } from '../../bff/db/dry-runs.ts';
import { withMerchant } from '../../bff/db/merchant-tx.ts';
import { ensureAppRole } from '../../bff/db/roles.ts';
import { RECIPES } from '../../bff/domain/automation/recipes.ts';
import { replayRule } from '../../bff/jobs/handlers/dry-run.ts';
import { inProcessLive } from '../../bff/live/in-process.ts';
import { startDryRun } from '../../bff/services/start-dry-run.ts';
import { automationWorld } from '../../bff/testing/automation-world.ts';
import { seedAgent } from '../../bff/testing/merchants.ts';
import type { RuleDefinition } from '../../contract/automation.ts';
import { atMost } from '../figure.ts';
import { startPostgres, startServer } from '../parts/server.ts';
import type { Bench } from '../suite.ts';
import { fillMonth } from './fill.ts';

const recipe = (id: string): RuleDefinition => RECIPES.find(one => one.id === id)!.definition;

/** How long a month of so many events is replayed for, and what it costs more than reading the same rows once. */
export async function measureDryRun({ options, scope, report, note }: Bench): Promise<void> {
  const ownerUrl = await startPostgres(scope);
  const server = await startServer(scope, { ownerUrl, live: 'process' });
  // It has made the tables. Nobody but us is to take the job.
  await server.child.kill();
  const { appUrl } = await ensureAppRole({ ownerUrl, secret: server.secret });
  const { db, sql: app } = openDatabase(appUrl, { max: 2 });
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  scope.defer(async () => {
    await app.end();
    await owner.end();
  });
  const now = new Date();
  const live = inProcessLive();
  const { merchantId, as } = await automationWorld(db);
  const agent = await as(tx => seedAgent(tx));
  await owner`select set_config('app.merchant_id', ${merchantId}, false)`;
  note(`filling ${options.rows} events`);
  const people = await fillMonth(owner, merchantId, options.rows, now);

  /** Reads every event once, as a server that does nothing with them would. */
  const read = async (): Promise<number> => {
    const begun = performance.now();
    let events = 0;
    await app.begin(async tx => {
      await tx`select set_config('app.merchant_id', ${merchantId}, true)`;
      await tx`set local statement_timeout = 0`;
      for await (const batch of tx`select subject_id, id, name, source, occurred_at, received_at, page_url, page_title, properties
        from customer_journey_events where merchant_id = ${merchantId} order by subject_id`.cursor(2500))
        events += batch.length;
    });
    if (events !== options.rows) throw new Error(`read ${events} of ${options.rows} events`);
    return (performance.now() - begun) / 1000;
  };

  const replay = async (definition: RuleDefinition): Promise<number> => {
    const { id } = await startDryRun({ db, live, now }, merchantId, agent.id, { definition });
    const handler = replayRule({ db, live });
    const job = { id, merchantId, kind: 'dry-run', ref: id, failures: 0, fence: 1 } as const;
    const begun = performance.now();
    for (let more = true; more; ) {
      more = (await handler.work(job, now)).retryAt !== null;
      const row = await withMerchant(db, merchantId, tx => findDryRun(tx, id));
      note(`${definition.name}: ${row!.looked} of ${people} customers, ${row!.tally.runs} runs`);
    }
    const seconds = (performance.now() - begun) / 1000;
    await owner`delete from queue.jobs where kind = 'dry-run'`;
    return seconds;
  };

  note('reading once');
  const floor = await read();
  const memory = process.memoryUsage().rss;
  for (const id of ['cart-left', 'hot-lead'])
    report({
      figure: `${id}-over-${options.rows}-events`,
      value: await replay(recipe(id)),
      unit: 's',
      floor,
      aim: atMost(30),
    });
  report({ figure: 'memory-grown', value: Math.max(0, process.memoryUsage().rss - memory) / 2 ** 20, unit: 'MiB' });
}
