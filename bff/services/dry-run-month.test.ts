import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'drizzle-orm';
import type { RuleDefinition } from '../../contract/automation.ts';
import { listColleagues } from '../db/agents.ts';
import { listTemplates } from '../db/templates.ts';
import { insertEndpoint } from '../db/webhook-endpoints.ts';
import { STANDARD_TABLE } from '../domain/lead-score.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { ENDPOINT, MONTH_RULES } from '../testing/month-rules.ts';
import { AFTER, MONTH, monthWorld } from '../testing/month-world.ts';
import { knownTemplates } from './automation-message.ts';
import { mannersOf, STANDARD_SETTINGS } from './automation-settings.ts';
import { nextPasts } from './next-pasts.ts';
import { type ReplayedRun, replayPerson } from './replay-person.ts';
import { listAccounts } from './template-accounts.ts';

const TABLES = [{ table: STANDARD_TABLE, since: new Date(0) }];
/** That it was looked at in between, and waited on for the same reason, is nothing that anybody notices. */
const withoutRepeats = (told: { at: Date; step: number; outcome: string; reason: string }[]) =>
  told
    .filter(({ step, outcome, reason }, n) => {
      const before = told[n - 1];
      return outcome !== 'waiting' || before?.outcome !== 'waiting' || before.step !== step || before.reason !== reason;
    })
    .map(({ at, step, outcome, reason }) => `${at.toISOString()} ${step} ${outcome} ${reason}`);

type Story = { started: string; moment: string; state: string; ways: string[]; decisions: string[]; texts: string[] };

describe('a month that really ran', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  for (const seed of [1, 2])
    it(`is told the same by its dry run, run by run, but for whom a page may have been open (seed ${seed})`, async () => {
      const world = await monthWorld(test.appDb, seed);
      for (let n = 0; n < 6; n += 1) await world.person();
      await world.as(tx => insertEndpoint(tx, ENDPOINT));
      const rules = new Map<string, string>();
      for (const [name, definition] of Object.entries(MONTH_RULES)) rules.set(name, await world.rule(definition));
      await world.goesBy(AFTER(MONTH));
      const compared = { same: 0, inPanel: 0, unsure: 0 };
      for (const [name, ruleId] of rules) {
        const real = await storiesOf(world, ruleId);
        const { stories, unsure } = await replayed(world, MONTH_RULES[name]!, ruleId);
        assert.deepEqual([...stories.keys()].sort(), [...real.keys()].sort(), name);
        for (const [key, story] of real) {
          const told = stories.get(key);
          if (!isDeepStrictEqual(told, story) && unsure.has(key)) compared.unsure += 1;
          else {
            assert.deepEqual(told, story, `${name}: ${key}`);
            compared.same += 1;
            if (story.decisions.some(words => words.endsWith(' sent panel'))) compared.inPanel += 1;
          }
        }
      }
      assert.ok(compared.same > 40 && compared.inPanel > 0, JSON.stringify(compared));
      assert.ok(compared.unsure < compared.same / 10, JSON.stringify(compared));
    });

  async function replayed(world: Awaited<ReturnType<typeof monthWorld>>, definition: RuleDefinition, ruleId: string) {
    const [from, to] = [NOW, AFTER(MONTH)];
    const { pasts, stationery, colleagues } = await world.as(async tx => {
      const accounts = await listAccounts(tx);
      const templates = knownTemplates(await listTemplates(tx), accounts);
      return {
        pasts: (await nextPasts(tx, { from, to, definition, ruleId, tables: TABLES }, null, 1000)).pasts,
        stationery: { templates, accounts, shop: 'Shop' },
        colleagues: await listColleagues(tx),
      };
    });
    const stories = new Map<string, Story>();
    /** Of people of whom it is not known whether a page was open when it counted. */
    const unsure = new Set<string>();
    for (const past of pasts) {
      const runs = await replayPerson(
        {
          ...{
            ruleId,
            endpoints: new Map([[ENDPOINT.id, ENDPOINT]]),
            definition,
            from,
            to,
            stationery,
            colleagues,
            manners: mannersOf(STANDARD_SETTINGS),
          },
          ...{ tables: TABLES, breathe: async () => {} },
        },
        past,
      );
      for (const run of runs) stories.set(run.run.scopeKey, toStory(run));
      if (runs.some(({ doubt }) => doubt.panel)) for (const { run } of runs) unsure.add(run.scopeKey);
    }
    return { stories, unsure };
  }
});

const toStory = ({ run, decisions, sent }: ReplayedRun): Story => ({
  ...{ started: run.startedAt.toISOString(), moment: run.moment.toISOString(), state: run.state, ways: run.ways },
  decisions: withoutRepeats(decisions),
  texts: sent.map(({ content }) =>
    content.kind === 'text' ? content.text : content.kind === 'template' ? content.body : '',
  ),
});

async function storiesOf(world: Awaited<ReturnType<typeof monthWorld>>, ruleId: string): Promise<Map<string, Story>> {
  type Row = {
    scope_key: string;
    started_at: string;
    moment: string;
    state: string;
    ways: string[];
    decisions: Told[] | string;
  };
  type Told = { at: string; step: number; outcome: string; reason: string; text: string | null };
  const rows = await world.as(tx =>
    tx.execute<Row>(sql`
      select r.scope_key, r.started_at, r.moment, r.state, r.ways, (
        select json_agg(json_build_object('at', d.at, 'step', d.step, 'outcome', d.outcome, 'reason', d.reason,
          'text', coalesce(m.content ->> 'text', m.content ->> 'body')) order by d.at, d.step, d.outcome <> 'planned', d.id)
        from automation_decisions d left join whatsapp_messages m on m.merchant_id = d.merchant_id and m.id = d.message_id
        where d.merchant_id = r.merchant_id and d.run_id = r.id) as decisions
      from automation_runs r where r.rule_id = ${ruleId}::uuid`),
  );
  return new Map(
    rows.map(row => {
      const told = typeof row.decisions === 'string' ? (JSON.parse(row.decisions) as Told[]) : row.decisions;
      const story: Story = {
        ...{
          started: new Date(row.started_at).toISOString(),
          moment: new Date(row.moment).toISOString(),
          ...{ state: row.state, ways: row.ways },
        },
        decisions: withoutRepeats(told.map(one => ({ ...one, at: new Date(one.at) }))),
        texts: told.flatMap(({ text }) => text ?? []),
      };
      return [row.scope_key, story];
    }),
  );
}
