import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { RuleDefinition } from '../../contract/automation.ts';
import type { DryRunSamples } from '../../contract/dry-run.ts';
import { DAY, HOUR } from '../domain/duration.ts';
import { inProcessLive } from '../live/in-process.ts';
import { automationWorld, cartRule, cartStep, type Shopper } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedAgent } from '../testing/merchants.ts';
import { advanceDryRun, type Turn } from './advance-dry-run.ts';
import { applyCommerceEvent } from './apply-commerce-event.ts';
import { changeMessagePrices, readDryRun, readDryRunSamples } from './read-dry-runs.ts';
import { cancelDryRun, startDryRun } from './start-dry-run.ts';

const HALF_DONE = fileURLToPath(new URL('../testing/dry-run-process.ts', import.meta.url));
const WITH_PARENT = fileURLToPath(new URL('../../scripts/end-with-parent.ts', import.meta.url));
const PUT_IN = new Date(NOW.getTime() + HOUR);
const TODAY = new Date(NOW.getTime() + 3 * DAY);
const FOUND = 12;

describe('a dry run that goes on', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  const context = () => ({ db: test.appDb, live: inProcessLive(), now: TODAY });

  /** A shop whose people left carts; some have agreed to offers. */
  async function shop(people: number) {
    const world = await automationWorld(test.appDb);
    const { merchantId } = world;
    const agent = await world.as(tx => seedAgent(tx));
    const shoppers: Shopper[] = [];
    for (let n = 0; n < people; n += 1) {
      const shopper = await world.shopper({ optedIn: n % 3 !== 0 });
      await world.fills(shopper.visitorId, new Date(PUT_IN.getTime() + n));
      shoppers.push(shopper);
    }
    return {
      ...world,
      shoppers,
      start: async (definition: RuleDefinition) =>
        (await startDryRun(context(), merchantId, agent.id, { definition })).id,
      /** One turn; returns whether there is more. */
      turn: (id: string, turn: Partial<Turn> = {}) =>
        advanceDryRun(context(), merchantId, id, { isOver: () => true, breathe: async () => {}, ...turn }),
      async ends(id: string, turn: Partial<Turn> = {}) {
        for (let more = true; more; ) more = await this.turn(id, turn);
        return readDryRun(test.appDb, merchantId, id);
      },
      read: (id: string) => readDryRun(test.appDb, merchantId, id),
      samples: (id: string) => readDryRunSamples(test.appDb, merchantId, id, {}),
    };
  }

  const stories = ({ samples }: DryRunSamples) =>
    samples.map(({ id: _, decisions, ...told }) => ({
      ...told,
      decisions: decisions.map(({ outcome, reason, at, words, message }) => ({ outcome, reason, at, words, message })),
    }));

  it('comes to the same when its process is killed in the middle', async () => {
    const ours = await shop(FOUND);
    const unhurt = await ours.start(cartRule());
    const expected = await ours.ends(unhurt);
    const id = await ours.start(cartRule());
    const half = spawn(
      process.execPath,
      ['--import', WITH_PARENT, HALF_DONE, ours.merchantId, id, TODAY.toISOString()],
      {
        env: { DATABASE_APP_URL: test.appUrl },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    await once(half, 'message');
    half.kill('SIGKILL');
    await once(half, 'exit');
    const left = await ours.read(id);
    assert.deepEqual([left.state, left.progress.looked, left.result.runs], ['running', 4, 4]);
    const done = await ours.ends(id, { peopleAtOnce: 3 });
    assert.deepEqual(done.result, expected.result);
    assert.deepEqual([done.state, done.progress], ['done', { looked: FOUND, of: FOUND }]);
    assert.deepEqual(stories(await ours.samples(id)), stories(await ours.samples(unhurt)));
  });

  it('keeps what it had counted when it is cancelled, and goes no further', async () => {
    const ours = await shop(6);
    const id = await ours.start(cartRule());
    assert.equal(await ours.turn(id, { peopleAtOnce: 2 }), true);
    const cancel = () => cancelDryRun(context(), ours.merchantId, id);
    // While the next two are being replayed.
    assert.equal(await ours.turn(id, { peopleAtOnce: 2, breathe: async () => void (await cancel()) }), false);
    assert.equal(await ours.turn(id), false);
    const { state, result, progress } = await ours.read(id);
    assert.deepEqual([state, result.runs, progress], ['cancelled', 2, { looked: 2, of: 6 }]);
    assert.equal((await ours.samples(id)).samples.length, 2);
    assert.equal((await ours.ends(await ours.start(cartRule()))).result.runs, 6);
  });

  it('is counted once where two processes go on from the same place', async () => {
    const ours = await shop(6);
    const id = await ours.start(cartRule());
    const both = await Promise.all([ours.turn(id, { peopleAtOnce: 4 }), ours.turn(id, { peopleAtOnce: 4 })]);
    assert.deepEqual(both.toSorted(), [false, true]);
    const { result } = await ours.ends(id, { peopleAtOnce: 4 });
    assert.equal(result.runs, 6);
    assert.equal((await ours.samples(id)).samples.length, 6);
  });

  it('of one shop sees none of another that is under way beside it', async () => {
    const [ours, theirs] = [await shop(5), await shop(3)];
    const [a, b] = [await ours.start(cartRule()), await theirs.start(cartRule())];
    for (let more = true; more; )
      more = (await ours.turn(a, { peopleAtOnce: 1 })) || (await theirs.turn(b, { peopleAtOnce: 1 }));
    for (const [of, id, runs] of [
      [ours, a, 5],
      [theirs, b, 3],
    ] as const) {
      const { result, progress } = await of.ends(id);
      assert.deepEqual([result.runs, result.people, progress.of], [runs, runs, runs]);
      const { samples } = await of.samples(id);
      const own = new Set(of.shoppers.map(({ customerId }) => customerId));
      assert.ok(samples.length === runs && samples.every(({ customer }) => own.has(customer.id)));
    }
    await assert.rejects(theirs.read(a), { code: 'not-found' });
    await assert.rejects(theirs.samples(a), { code: 'not-found' });
  });

  it('begins for whoever was quiet for 90 days within the time, and for nobody else', async () => {
    const ours = await shop(2);
    const [quiet, longer, back] = [await ours.shopper(), await ours.shopper(), await ours.shopper()];
    const ago = (days: number) => new Date(TODAY.getTime() - days * DAY);
    const looksAt = async ({ visitorId }: Shopper, days: number) => {
      for (const n of [1, 2, 3]) await ours.does(visitorId, 'product_viewed', new Date(ago(days).getTime() - n));
    };
    await looksAt(quiet, 95);
    await looksAt(longer, 121);
    await looksAt(back, 95);
    await looksAt(back, 20);
    const id = await ours.start(
      cartRule({
        trigger: { on: 'dormant' },
        ...{ once: { per: 'days', days: 180 }, cancelledBy: [] },
        steps: [cartStep(0, { do: { kind: 'assign', to: null } })],
      }),
    );
    assert.deepEqual([(await ours.ends(id)).result.runs, (await ours.read(id)).progress.looked], [1, 5]);
    const { samples } = await ours.samples(id);
    assert.deepEqual(
      samples.map(({ customer, startedAt }) => [customer.id, startedAt]),
      [[quiet.customerId, new Date(ago(5).getTime() - 1).toISOString()]],
    );
  });

  it('shows what each would have read: their own values, what stands for those that are not known, and the template', async () => {
    const ours = await shop(0);
    const named = await ours.shopper({ optedIn: true, wroteAt: PUT_IN });
    const nameless = await ours.shopper({ optedIn: true });
    for (const { visitorId } of [named, nameless]) await ours.fills(visitorId, PUT_IN);
    await ours.as(tx =>
      tx.execute(sql`update customers set full_name = 'Ada Lovelace' where id = ${named.customerId}::uuid`),
    );
    const id = await ours.start(cartRule());
    await ours.ends(id);
    const { samples } = await ours.samples(id);
    const read = new Map(
      samples.map(({ customer, decisions }) => [customer.id, decisions.map(({ message }) => message)]),
    );
    assert.deepEqual(read.get(named.customerId), [null, 'Hi Ada, Oak table waits for you.']);
    assert.deepEqual(read.get(nameless.customerId), [null, 'Hi there, Oak table is still in your cart.']);
    assert.equal(samples.find(({ customer }) => customer.id === named.customerId)!.customer.name, 'Ada Lovelace');
  });

  it('says why nothing would have been written where a value is not known and nothing stands for it', async () => {
    const ours = await shop(2);
    const step = cartStep(60);
    const values = { 'body.1': '{{customer.first_name}}', 'body.2': '{{cart.items}}' };
    const asks = { ...step, do: { ...step.do, text: null, template: { ...step.do.template, values } } };
    const id = await ours.start(cartRule({ steps: [asks] }));
    const { result } = await ours.ends(id);
    assert.ok(result.outcomes.some(({ outcome, reason }) => outcome === 'failed' && reason === 'not-known'));
    const { samples } = await ours.samples(id);
    const failed = samples.find(({ outcome }) => outcome === 'failed')!;
    assert.match(failed.decisions.at(-1)!.words, /first name|first_name/);
  });

  it('guesses nothing of a cart that the shop told of hours later: it is known from then on', async () => {
    const ours = await shop(0);
    const cart = { id: 'late', items: [{ id: 'oak', name: 'Oak table', quantity: 1 }] };
    const told = { id: 'told-late', at: PUT_IN.toISOString(), type: 'cart_updated', cart } as const;
    const heardAt = new Date(PUT_IN.getTime() + 2 * HOUR);
    const event = { ...told, customer: { id: 'account' } };
    await ours.as(tx => applyCommerceEvent(tx, Buffer.alloc(32), 'api', event, heardAt));
    const id = await ours.start(cartRule());
    const { result } = await ours.ends(id);
    assert.deepEqual([result.runs, result.unknown], [1, []]);
    const { samples } = await ours.samples(id);
    assert.equal(samples[0]!.startedAt, heardAt.toISOString());
  });

  it('costs what Meta charges in the country of each, and says which messages have no price', async () => {
    const ours = await shop(3);
    const abroad = await ours.shopper({ optedIn: true });
    await ours.fills(abroad.visitorId, PUT_IN);
    const phone = sql`update customer_identities set value = '447400123456' where customer_id = ${abroad.customerId}::uuid`;
    await ours.as(tx => tx.execute(phone));
    const id = await ours.start(cartRule());
    const { result } = await ours.ends(id);
    const sent = result.messages.map(({ country, category, count, price }) => ({ country, category, count, price }));
    const german = { country: 'DE', category: 'marketing', count: 2 };
    const british = { country: 'GB', category: 'marketing', count: 1 };
    const byCountry = (a: { country: string | null }, b: { country: string | null }) =>
      a.country! < b.country! ? -1 : 1;
    assert.deepEqual(sent.sort(byCountry), [
      { ...german, price: null },
      { ...british, price: null },
    ]);
    assert.deepEqual(result.cost, { currency: null, amount: '0.00', unpriced: 3 });
    const marketing = { category: 'marketing', country: 'DE', price: '0.1131' } as const;
    await changeMessagePrices(context(), ours.merchantId, { currency: 'EUR', prices: [marketing] });
    assert.deepEqual((await ours.read(id)).result.cost, { currency: 'EUR', amount: '0.2262', unpriced: 1 });
    const elsewhere = { category: 'marketing', country: null, price: '0.05' } as const;
    await changeMessagePrices(context(), ours.merchantId, { currency: 'EUR', prices: [marketing, elsewhere] });
    assert.deepEqual((await ours.read(id)).result.cost, { currency: 'EUR', amount: '0.2762', unpriced: 0 });
  });
});
