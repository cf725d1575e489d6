import postgres from 'postgres';
import { cartRule } from '../../bff/testing/automation-world.ts';
import { timesFloor } from '../figure.ts';
import { KNOWN, perEvent, scored, UNLIMITED } from '../ingest/ingest.ts';
import { startPostgres, startServer } from '../parts/server.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import { median } from '../statistics.ts';
import type { Bench } from '../suite.ts';

const RULES = 200;
const REQUESTS = 3_000;

/** What 200 rules that ask of each event add to taking it in, in the one process that does both. */
export async function measureRules({ options, scope, report, note }: Bench): Promise<void> {
  const ownerUrl = await startPostgres(scope);
  const server = await startServer(scope, { ownerUrl, live: 'process', profile: options.profile, env: UNLIMITED });
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  scope.defer(() => sql.end());
  await sql`select set_config('app.merchant_id', ${DEMO_MERCHANT_ID}, false)`;
  await sql`update automation_rules set enabled = false where merchant_id = ${DEMO_MERCHANT_ID}`;
  await insertRules(sql);
  const turn = async (isOn: boolean) => {
    await sql`update automation_rules set enabled = ${isOn} where recipe = 'bench' and merchant_id = ${DEMO_MERCHANT_ID}`;
    await scored(sql);
    const begun = performance.now();
    const taken = await perEvent(server.url, REQUESTS, 1);
    await scored(sql);
    return { taken, followed: ((performance.now() - begun) * 1000) / REQUESTS };
  };
  await perEvent(server.url, KNOWN.length, 1);
  await turn(true);
  const [without, with200] = [[] as Awaited<ReturnType<typeof turn>>[], [] as Awaited<ReturnType<typeof turn>>[]];
  for (let round = 1; round <= options.rounds; round++) {
    note(`round ${round} of ${options.rounds}`);
    without.push(await turn(false));
    with200.push(await turn(true));
  }
  const middle = (turns: typeof without, which: 'taken' | 'followed') => median(turns.map(one => one[which]));
  report({
    figure: `event-with-${RULES}-rules`,
    value: middle(with200, 'taken'),
    unit: 'µs',
    floor: middle(without, 'taken'),
    aim: timesFloor(1.1),
  });
  report({
    figure: `event-until-followed-with-${RULES}-rules`,
    value: middle(with200, 'followed'),
    unit: 'µs',
    floor: middle(without, 'followed'),
  });
}

/** Each asks of every event, and lets it be: it was on from tomorrow only. */
async function insertRules(sql: postgres.Sql): Promise<void> {
  const definition = cartRule({ trigger: { on: 'event', name: 'product_viewed' }, once: { per: 'event' } });
  await sql`
    with rule as (
      insert into automation_rules (merchant_id, id, recipe, version, enabled_at, created_at, updated_at)
      select ${DEMO_MERCHANT_ID}, gen_random_uuid(), 'bench', 1, now() + interval '1 day', now(), now() from generate_series(1, ${RULES}::int)
      returning id)
    insert into automation_rule_versions (merchant_id, rule_id, version, definition, created_at)
    select ${DEMO_MERCHANT_ID}, id, 1, ${sql.json(definition)}, now() from rule`;
}
