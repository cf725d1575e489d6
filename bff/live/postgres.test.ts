import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';
import { startSilentProxy } from '../testing/silent-proxy.ts';
import { startStartingServer } from '../testing/starting-server.ts';
import { type Live, merchantTopic, type Signal } from './live.ts';
import { postgresLive } from './postgres.ts';
import { encode } from './wire.ts';

/** Short, so that silence is noticed within the test's patience. A busy machine may be taken for silence by it. */
const QUICK = { pingMs: 50, deafMs: 400 };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('wake-ups by LISTEN/NOTIFY', () => {
  let test: TestDatabase;
  const open: { close(): Promise<unknown> }[] = [];
  before(async () => {
    test = await testDatabase();
  });
  after(async () => {
    await Promise.all(open.map(thing => thing.close()));
    await test.drop();
  });

  const keep = <T extends { close(): Promise<unknown> }>(thing: T): T => {
    open.push(thing);
    return thing;
  };
  const start = async (url = test.appUrl, timing = {}) => keep(await postgresLive({ url, ...timing }));
  const moved = (merchantId: string, conversationId: string = randomUUID()) =>
    ({ kind: 'moved', merchantId, conversationId }) as const;

  function kinds(live: Live, merchantId: string): Signal['kind'][] {
    const heard: Signal['kind'][] = [];
    live.subscribe(merchantTopic(merchantId), ({ kind }) => heard.push(kind));
    return heard;
  }

  /** Publishes until it is heard, since a signal may be lost while connections are made anew. */
  const passes = (from: Live, to: Live) => {
    const merchantId = randomUUID();
    const heard = kinds(to, merchantId);
    return eventually(() => {
      from.publish(moved(merchantId));
      return heard.includes('moved');
    }, 'a signal after the trouble');
  };

  it('keeps payloads below 8,000 bytes with 10,000 signals at once, and puts nothing but ids into them', async () => {
    const node = await start();
    const payloads: string[] = [];
    await test.ownerSql.listen('woodex_live', payload => payloads.push(payload));
    const merchantId = randomUUID();
    for (let n = 0; n < 10_000; n++) node.publish(moved(merchantId));
    const signals = () => payloads.flatMap(payload => JSON.parse(payload).signals as Record<string, unknown>[]);
    await eventually(() => signals().length >= 10_000);
    for (const payload of payloads) {
      assert.ok(Buffer.byteLength(payload) < 8000);
      const { node: name, signals, ...rest } = JSON.parse(payload);
      assert.deepEqual(rest, {});
      assert.match(name, UUID);
      for (const { kind, merchantId, conversationId, ...more } of signals) {
        assert.deepEqual([kind, more], ['moved', {}]);
        assert.match(merchantId, UUID);
        assert.match(conversationId, UUID);
      }
    }
    assert.ok(payloads.filter(payload => !payload.endsWith('[]}')).length < 200, 'as few as fit');
  });

  it('says the same thing once, however often it is published at once', async () => {
    const node = await start();
    const { merchantId, conversationId } = moved(randomUUID());
    const told: string[] = [];
    await test.ownerSql.listen('woodex_live', payload => told.push(payload));
    for (let n = 0; n < 10_000; n++) node.publish(moved(merchantId, conversationId));
    const last = moved(randomUUID());
    node.publish(last);
    await eventually(() => told.some(payload => payload.includes(last.merchantId)));
    assert.ok(told.join().split(merchantId).length - 1 <= 2);
  });

  it('leaves alone what is not ours to understand', async () => {
    const [here, there] = [await start(), await start()];
    const merchantId = randomUUID();
    const heard = kinds(there, merchantId);
    const foreign = [
      ...['', 'x', 'null', '7', '{}', '{"node":1,"signals":[]}', '{"node":"x","signals":{}}'],
      JSON.stringify({
        node: 'x',
        signals: [null, 7, 'x', {}, { kind: 'moved' }, { ...moved(merchantId), kind: 'new' }],
      }),
      JSON.stringify({ node: 'x', signals: [{ kind: 'reloaded', merchantId, conversationId: 'c' }] }),
      JSON.stringify({
        node: 'x',
        signals: [{ kind: 'typing', merchantId, conversationId: 'c', by: 'me', typing: 1 }],
      }),
    ];
    for (const payload of foreign) await test.appSql`select pg_notify('woodex_live', ${payload})`;
    await passes(here, there);
    assert.deepEqual(heard, []);
  });

  it('listens anew when its backend is ended, and says that something may have been missed', async () => {
    const [here, there] = [await start(), await start()];
    const heard = kinds(there, randomUUID());
    await test.appSql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`.catch(() => {});
    await eventually(() => heard.includes('missed'), 'missed');
    await passes(here, there);
  });

  for (const way of ['and new connections pass', 'and new ones meet the same silence for a while']) {
    it(`notices connections that fell silent ${way}`, async () => {
      const proxy = keep(await startSilentProxy(test.appUrl));
      const [here, there] = [await start(proxy.url, QUICK), await start()];
      await passes(here, there);
      const heard = kinds(here, randomUUID());
      proxy.silence();
      if (way.startsWith('and new ones')) {
        const tries = proxy.accepted();
        await eventually(() => proxy.accepted() >= tries + 4, 'two more tries');
        assert.deepEqual(heard, []);
      }
      proxy.listenAgain();
      await eventually(() => heard.includes('missed'), 'missed');
      await passes(there, here);
      await passes(here, there);
    });
  }

  it('keeps no connection after it was closed', async () => {
    const name = `closing ${randomUUID()}`;
    const url = new URL(test.appUrl);
    url.searchParams.set('application_name', name);
    const node = await postgresLive({ url: url.href });
    const count = async () => (await test.appSql`select from pg_stat_activity where application_name = ${name}`).length;
    node.publish(moved(randomUUID()));
    await eventually(async () => (await count()) >= 1);
    await node.close();
    await eventually(async () => (await count()) === 0);
    node.publish(moved(randomUUID()));
  });

  it('asks no more for a connection when it could not begin', async () => {
    const server = await startStartingServer();
    await assert.rejects(postgresLive({ url: server.url }), { code: '57P03' });
    const asked = server.asked();
    await sleep(600);
    assert.equal(server.asked(), asked);
    await server.close();
  });
});

describe('encode', () => {
  it('fills payloads to just below the limit and loses none at the seams', () => {
    const node = randomUUID();
    for (const count of [0, 1, 57, 58, 59, 60, 61, 62, 63, 64, 200]) {
      const signals = Array.from({ length: count }, () => ({
        kind: 'typing' as const,
        merchantId: randomUUID(),
        conversationId: randomUUID(),
        by: 'shopper' as const,
        typing: false,
      }));
      const payloads = encode(node, signals);
      assert.ok(payloads.every(payload => Buffer.byteLength(payload) < 8000));
      assert.deepEqual(
        payloads.flatMap(payload => JSON.parse(payload).signals),
        signals,
      );
    }
  });
});
