import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { MINUTE } from '../domain/duration.ts';
import { inProcessLive } from '../live/in-process.ts';
import { sealer as createSealer } from '../security/seal.ts';
import { automationWorld, cartRule, cartStep } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedMerchant } from '../testing/merchants.ts';
import { deliverWebhook } from './deliver-webhook.ts';
import { Refusal } from './refusal.ts';
import { createEndpoint, readEndpoints, readOutgoing, switchEndpoint, tryEndpoint } from './webhook-endpoints.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);
const isMissing = (error: unknown) => error instanceof Refusal && error.code === 'not-found';

describe('an endpoint', () => {
  let test: TestDatabase;
  let world: Awaited<ReturnType<typeof automationWorld>>;
  let server: Server;
  let heard: { id: string; body: string }[];
  let status: number;
  let endpointId: string;
  const tools = {
    sealer: createSealer(Buffer.alloc(32, 7)),
    reach: 'own-network' as const,
    random: () => 0.5,
  };
  const context = (now = NOW) => ({ db: test.appDb, live: inProcessLive(), now });

  before(async () => {
    test = await testDatabase();
    server = createServer(async (request, response) => {
      const body = (await request.toArray()).join('');
      heard.push({ id: String(request.headers['webhook-id']), body });
      response.writeHead(status).end();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    server.close();
    await test.drop();
  });
  beforeEach(async () => {
    world = await automationWorld(test.appDb);
    [heard, status] = [[], 204];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    endpointId = (await createEndpoint(context(), tools, world.merchantId, { name: 'ERP', url })).id;
  });

  const deliveries = async () => (await readOutgoing(test.appDb, world.merchantId, endpointId)).deliveries;
  const turn = (enabled: boolean) => switchEndpoint(context(), world.merchantId, endpointId, enabled);

  /** A rule has something to tell it of somebody. */
  async function told() {
    const step = cartStep(0, { do: { kind: 'webhook', endpoint: endpointId } });
    const trigger = { on: 'event', name: 'custom.sample' };
    await world.rule(cartRule({ name: 'Sample', trigger, once: { per: 'event' }, steps: [step] }));
    const shopper = await world.shopper();
    await world.does(shopper.visitorId, 'custom.sample', NOW);
    await world.follow(NOW);
    await world.tick(NOW);
    const [row] = await deliveries();
    return { shopper, deliver: (now: Date) => deliverWebhook(context(now), tools, world.merchantId, row!.id) };
  }

  it('has what it was told last, by which rule and of whom, with the answer and the next try', async () => {
    const { shopper, deliver } = await told();
    const [fresh] = await deliveries();
    assert.deepEqual(
      [fresh!.rule.name, fresh!.customer.id, fresh!.state, fresh!.answer, fresh!.nextAt],
      ['Sample', shopper.customerId, 'queued', null, NOW.toISOString()],
    );
    status = 503;
    const next = await deliver(at(MINUTE));
    const [failed] = await deliveries();
    assert.deepEqual([failed!.attempts, failed!.answer, failed!.nextAt], [1, 'It answered 503.', next!.toISOString()]);
    status = 200;
    await deliver(next!);
    const [taken] = await deliveries();
    assert.deepEqual([taken!.state, taken!.nextAt, taken!.endedAt], ['delivered', null, next!.toISOString()]);
  });

  it('is told nothing while it is off, and what was to be told it is given up', async () => {
    const { deliver } = await told();
    assert.equal((await turn(false)).enabled, false);
    assert.equal(await deliver(at(MINUTE)), null);
    const [row] = await deliveries();
    assert.deepEqual([row!.state, row!.answer, row!.nextAt], ['failed', 'The endpoint was switched off.', null]);
    assert.deepEqual(heard, []);
    assert.equal((await turn(true)).enabled, true);
    assert.equal((await readEndpoints(test.appDb, world.merchantId))[0]!.enabled, true);
  });

  it('is tried at once, on or off, with what says that it is a test, and leaves nothing among what it was told', async () => {
    await turn(false);
    const tried = await tryEndpoint(context(), tools, world.merchantId, endpointId);
    assert.deepEqual([tried.taken, tried.words], [true, 'It answered 204.']);
    assert.deepEqual(heard, [{ id: tried.id, body: JSON.stringify({ type: 'test', at: NOW.toISOString() }) }]);
    status = 500;
    assert.deepEqual((await tryEndpoint(context(), tools, world.merchantId, endpointId)).taken, false);
    assert.deepEqual(await deliveries(), []);
  });

  it('is not there for another merchant', async () => {
    const other = await seedMerchant(test.appDb);
    await assert.rejects(readOutgoing(test.appDb, other, endpointId), isMissing);
    await assert.rejects(tryEndpoint(context(), tools, other, endpointId), isMissing);
    await assert.rejects(switchEndpoint(context(), other, endpointId, false), isMissing);
  });
});
