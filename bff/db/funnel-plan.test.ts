import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type SQL, sql } from 'drizzle-orm';
import { DAY } from '../domain/duration.ts';
import { automationWorld, cartRule } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { countSteps } from './automation-funnel.ts';
import type { MerchantTx } from './merchant-tx.ts';

type Node = { 'Node Type': string; 'Relation Name'?: string; Plans?: Node[] };

/** Of these there are many here; a table with a handful of rows is rightly read as it is. */
const GROWING = ['automation_runs', 'automation_decisions'];
const OTHERS = 20_000;

const scanned = (node: Node): string[] => [
  ...(node['Node Type'] === 'Seq Scan' ? [node['Relation Name']!] : []),
  ...(node.Plans ?? []).flatMap(scanned),
];

describe('the funnel of a rule, among many runs of others', () => {
  let test: TestDatabase;
  let world: Awaited<ReturnType<typeof automationWorld>>;
  let ruleId: string;
  before(async () => {
    test = await testDatabase();
    world = await automationWorld(test.appDb);
    ruleId = await world.rule(cartRule());
    const shopper = await world.shopper();
    await world.fills(shopper.visitorId, NOW);
    await world.follow(NOW);
    const other = await world.rule(cartRule({ name: 'Of others' }));
    await world.as(async tx => {
      await tx.execute(sql`
        insert into automation_runs
          (merchant_id, id, rule_id, version, customer_id, scope_key, subject, moment, state, started_at, ended_at)
        select ${tx.merchantId}, gen_random_uuid(), ${other}::uuid, 1, ${shopper.customerId}::uuid, 'event:' || n, '{}', at, 'done', at, at
        from generate_series(1, ${OTHERS}::int) n cross join lateral (select ${NOW.toISOString()}::timestamptz - n * interval '1 minute' as at) t`);
      await tx.execute(sql`
        insert into automation_decisions (merchant_id, id, run_id, step, at, outcome, reason, facts, words)
        select merchant_id, gen_random_uuid(), id, 0, started_at, 'acted', 'tag', '{}', '' from automation_runs
        where merchant_id = ${tx.merchantId} and rule_id = ${other}::uuid`);
    });
    await test.ownerSql.unsafe(`analyze ${GROWING.join(', ')}`);
  });
  after(() => test.drop());

  /** How Postgres would go about what `ask` asks. */
  async function planOf(ask: (tx: MerchantTx) => Promise<unknown>): Promise<Node> {
    let plan: Node | undefined;
    await world.as(tx => {
      const execute = async (query: SQL) => {
        const [row] = await tx.execute<{ 'QUERY PLAN': { Plan: Node }[] }>(sql`explain (format json) ${query}`);
        plan = row!['QUERY PLAN'][0]!.Plan;
        return [];
      };
      return ask(Object.assign(Object.create(tx) as MerchantTx, { execute }));
    });
    return plan!;
  }

  for (const version of [undefined, 1])
    it(`reads neither runs nor decisions from end to end${version ? ', of one version' : ''}`, async () => {
      const since = new Date(NOW.getTime() - 30 * DAY);
      const plan = await planOf(tx => countSteps(tx, { ruleId, version, since, countedHours: 168, most: 10_000 }));
      assert.deepEqual(
        scanned(plan).filter(table => GROWING.includes(table)),
        [],
      );
    });
});
