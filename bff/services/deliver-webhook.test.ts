import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { RunDecision } from '../../contract/automation.ts';
import type { Reach } from '../commerce/guarded-request.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { MOST_ATTEMPTS, nextWebhookAttempt } from '../domain/webhook-retry.ts';
import { inProcessLive } from '../live/in-process.ts';
import { sealer as createSealer } from '../security/seal.ts';
import { automationWorld, cartRule, cartStep } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { deliverWebhook } from './deliver-webhook.ts';
import { readRunsOfCustomer } from './read-automation-runs.ts';
import { createEndpoint, removeEndpoint, renewEndpointSecret } from './webhook-endpoints.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);
type Heard = { headers: Record<string, string>; body: string };

describe('what a rule tells another system', () => {
  let test: TestDatabase;
  let world: Awaited<ReturnType<typeof automationWorld>>;
  let server: Server;
  let url: string;
  let heard: Heard[];
  let answer: { status: number; headers?: Record<string, string> };
  const live = inProcessLive();
  const sealer = createSealer(Buffer.alloc(32, 7));

  before(async () => {
    test = await testDatabase();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        heard.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
        response.writeHead(answer.status, answer.headers).end('{}');
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=1`;
  });
  after(async () => {
    server.close();
    await test.drop();
  });
  beforeEach(async () => {
    world = await automationWorld(test.appDb);
    [heard, answer] = [[], { status: 204 }];
  });

  const context = (now: Date) => ({ db: test.appDb, live, now });
  const tools = (reach: Reach = 'own-network', random = 0.5) => ({ sealer, reach, random: () => random });
  const waiting = async () => {
    const rows = await world.as(tx =>
      tx.execute<{ id: string }>("select id from webhook_outbox where state = 'queued'"),
    );
    return rows.map(({ id }) => id);
  };

  /** A rule has told an endpoint of somebody's sample. */
  async function told() {
    const endpoint = await createEndpoint(context(NOW), tools(), world.merchantId, { name: 'ERP', url });
    const step = cartStep(0, { do: { kind: 'webhook', endpoint: endpoint.id } });
    await world.rule(
      cartRule({ trigger: { on: 'event', name: 'custom.sample' }, once: { per: 'event' }, steps: [step] }),
    );
    const shopper = await world.shopper();
    await world.does(shopper.visitorId, 'custom.sample', NOW);
    await world.follow(NOW);
    await world.tick(NOW);
    const [id] = await waiting();
    const deliver = (now: Date, reach?: Reach, random?: number) =>
      deliverWebhook(context(now), tools(reach, random), world.merchantId, id!);
    const result = async (): Promise<RunDecision['webhook']> => {
      const { runs } = await readRunsOfCustomer(test.appDb, world.merchantId, shopper.customerId, { limit: 10 });
      return runs[0]!.decisions.at(-1)!.webhook;
    };
    return { endpoint, shopper, id: id!, deliver, result };
  }
  const signatureOf = (secret: string, { headers, body }: Heard) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  };

  it('is signed, has a time and an id, and says of whom and why', async () => {
    const { endpoint, shopper, id, deliver, result } = await told();
    assert.equal((await result())?.state, 'queued');
    assert.equal(await deliver(at(MINUTE)), null);
    const [request] = heard;
    assert.equal(request!.headers['webhook-id'], id);
    assert.equal(request!.headers['webhook-timestamp'], String(at(MINUTE).getTime() / 1000));
    assert.equal(request!.headers['webhook-signature'], signatureOf(endpoint.secret, request!));
    const { type, customer, rule } = JSON.parse(request!.body) as Record<string, Record<string, string>>;
    assert.deepEqual([type, customer!.id, rule!.name], ['automation.step', shopper.customerId, 'Cart left']);
    assert.deepEqual(await result(), { id, state: 'delivered', attempts: 1, answer: 'It answered 204.' });
  });

  it('is told once more with the same id when nobody noted the answer, and not again when it was', async () => {
    const { id, deliver } = await told();
    await Promise.all([deliver(NOW), deliver(NOW)]);
    assert.deepEqual([...new Set(heard.map(({ headers }) => headers['webhook-id']))], [id]);
    const before = heard.length;
    await deliver(at(1));
    assert.equal(heard.length, before);
  });

  it('is tried again after growing pauses, so often and no oftener', async () => {
    answer = { status: 503 };
    const { deliver, result } = await told();
    let [now, tries] = [NOW, 0];
    for (let next: Date | null = now; next; tries += 1) {
      now = next;
      next = await deliver(now);
    }
    assert.equal(tries, MOST_ATTEMPTS);
    assert.deepEqual((await result())!.state, 'failed');
    assert.equal((await result())!.answer, 'It answered 503.');
    assert.ok(now.getTime() - NOW.getTime() > HOUR);
  });

  it('ends at once when the endpoint wants nothing more', async () => {
    answer = { status: 410 };
    const one = await told();
    assert.equal(await one.deliver(NOW), null);
    assert.equal((await one.result())?.state, 'failed');
  });

  it('ends at once when the endpoint was removed', async () => {
    const other = await told();
    await removeEndpoint(context(NOW), world.merchantId, other.endpoint.id);
    assert.equal(await other.deliver(NOW), null);
    assert.deepEqual([heard.length, (await other.result())?.answer], [0, 'The endpoint was removed.']);
  });

  it('follows nobody elsewhere', async () => {
    answer = { status: 302, headers: { location: url } };
    const { deliver, result } = await told();
    assert.ok(await deliver(NOW));
    assert.deepEqual([heard.length, (await result())?.answer], [1, 'It answered 302.']);
  });

  it('reaches nothing in this network unless the operator has allowed it', async () => {
    const { deliver, result } = await told();
    assert.ok(await deliver(NOW, 'public'));
    assert.deepEqual([heard.length, (await result())?.answer], [0, 'Its address is not a public one with https.']);
    const create = (address: string) =>
      createEndpoint(context(NOW), tools('public'), world.merchantId, { name: 'ERP', url: address });
    for (const address of ['http://erp.example', 'https://10.0.0.1', 'https://[::ffff:169.254.169.254]/', url])
      await assert.rejects(create(address), /public address, with https/);
  });

  it('is signed by both secrets for a day after one was renewed, and by no other', async () => {
    const { endpoint, deliver } = await told();
    const renewed = await renewEndpointSecret(context(NOW), tools(), world.merchantId, endpoint.id);
    answer = { status: 500 };
    await deliver(at(24 * HOUR - 1));
    await deliver(at(24 * HOUR));
    const [both, newest] = heard.map(request => request.headers['webhook-signature']!.split(' '));
    assert.deepEqual(both, [signatureOf(renewed.secret, heard[0]!), signatureOf(endpoint.secret, heard[0]!)]);
    assert.deepEqual(newest, [signatureOf(renewed.secret, heard[1]!)]);
  });

  it('keeps no body when it is over', async () => {
    const { deliver } = await told();
    await deliver(NOW);
    const rows = await world.as(tx => tx.execute<{ body: string | null }>('select body from webhook_outbox'));
    assert.deepEqual([...rows], [{ body: null }]);
  });
});

describe('the pauses between attempts', () => {
  it('grow fourfold, are dealt by chance below that, never longer than six hours, and end', () => {
    assert.deepEqual(
      [1, 2, 3].map(n => nextWebhookAttempt(n, 0.999)),
      [4995, 19_980, 79_920],
    );
    assert.equal(nextWebhookAttempt(2, 0), 0);
    assert.equal(nextWebhookAttempt(MOST_ATTEMPTS - 1, 1), 6 * HOUR);
    assert.equal(nextWebhookAttempt(MOST_ATTEMPTS, 0.5), null);
  });
});
