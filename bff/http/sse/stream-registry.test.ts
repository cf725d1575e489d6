import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { withMerchant } from '../../db/merchant-tx.ts';
import { findVisitors, revokeVisitor } from '../../db/visitors.ts';
import { MINUTE } from '../../domain/duration.ts';
import { parseVisitorToken } from '../../security/token.ts';
import { sendShopperMessage } from '../../services/send-shopper-message.ts';
import { eventually } from '../../testing/eventually.ts';
import type { Shopper } from '../../testing/http-clients.ts';
import { asOwner } from '../../testing/planting.ts';
import { PASSWORD, startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('the open streams of a process', () => {
  let app: TestApp;
  let shopper: Shopper;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());
  beforeEach(async () => {
    app.clock.advance(MINUTE);
    shopper = await app.http.visit(app.a);
  });

  const visitorOf = async (who: Shopper, merchantId = app.a.id) => {
    const { hash } = parseVisitorToken(who.token)!;
    return (await withMerchant(app.deps.db, merchantId, tx => findVisitors(tx, [hash]))).get(hash.toString('hex'))!;
  };
  /** Rights are looked at once in this many rounds. */
  const checkOnce = async () => {
    for (let round = 0; round < 12; round++) await app.deps.streams.sweep();
  };

  it('are healed by the sweep when a wake-up was lost', async () => {
    const [stream, agents] = [await shopper.listen(), await app.agent(app.a).listen()];
    await Promise.all([stream.next('hello'), agents.next('hello')]);
    const deaf = { ...app.context(), live: { publish() {}, subscribe: () => () => {}, close: async () => {} } };
    await sendShopperMessage(deaf, app.a.id, await visitorOf(shopper), { clientId: randomUUID(), text: 'unheard' });
    assert.equal(stream.of('update').length, 0);
    await app.deps.streams.sweep();
    assert.equal((await stream.next('update')).id, 1);
    assert.equal((await agents.next('update')).data.conversationId, shopper.conversation);
    await Promise.all([stream.close(), agents.close()]);
  });

  it('are given the newest number with every beat', async () => {
    await shopper.say('one');
    const [stream, agents] = [await shopper.listen(), await app.agent(app.a).listen()];
    const hello = await agents.next('hello');
    await stream.next('hello');
    for (let round = 0; round < 3; round++) await app.deps.streams.sweep();
    assert.deepEqual((await stream.next('beat')).data, { to: 1 });
    assert.deepEqual((await agents.next('beat')).data, { to: hello.data.to });
    await Promise.all([stream.close(), agents.close()]);
  });

  it('end when the visitor is revoked, and nobody else', async () => {
    const other = await app.http.visit(app.a);
    const [stream, kept] = [await shopper.listen(), await other.listen()];
    await Promise.all([stream.next('hello'), kept.next('hello')]);
    const { id } = await visitorOf(shopper);
    await withMerchant(app.deps.db, app.a.id, tx => revokeVisitor(tx, id, app.clock.now()));
    await checkOnce();
    await stream.ended;
    assert.equal((await shopper.call('/v1/stream')).status, 401);
    assert.ok(kept.isOpen);
    await kept.close();
  });

  it('end when the agent logs out', async () => {
    const one = app.http.as(await app.http.signIn(app.a.agent.email, PASSWORD));
    const [stream, kept] = [await one.listen(), await app.agent(app.a).listen()];
    await Promise.all([stream.next('hello'), kept.next('hello')]);
    assert.equal((await one.call('/auth/sign-out', { body: {} })).status, 200);
    await checkOnce();
    await stream.ended;
    assert.ok(kept.isOpen);
    await kept.close();
  });

  it('end when the agent is disabled, though logged in', async () => {
    const [stream, kept] = [await app.agent(app.a).listen(), await app.agent(app.b).listen()];
    await Promise.all([stream.next('hello'), kept.next('hello')]);
    await asOwner(app.test.ownerSql, app.a.id, tx => tx`update agents set disabled_at = now()`);
    await checkOnce();
    await stream.ended;
    assert.equal((await app.agent(app.a).call('/session')).status, 401);
    assert.ok(kept.isOpen);
    await kept.close();
    await asOwner(app.test.ownerSql, app.a.id, tx => tx`update agents set disabled_at = null`);
  });

  it('end after half an hour', async () => {
    const stream = await shopper.listen();
    await stream.next('hello');
    for (let round = 0; round < 360; round++) await app.deps.streams.sweep();
    await stream.ended;
    const young = await shopper.listen();
    await young.next('hello');
    for (let round = 0; round < 280; round++) await app.deps.streams.sweep();
    assert.ok(young.isOpen);
    await young.close();
  });

  it('hold no database connection, and leave nothing behind when their readers go', async () => {
    // As many for each as one may have.
    const shoppers = await Promise.all(Array.from({ length: 10 }, () => app.http.visit(app.a)));
    const streams = await Promise.all(shoppers.flatMap(each => Array.from({ length: 20 }, () => each.listen())));
    await Promise.all(streams.map(stream => stream.next('hello')));
    assert.equal(app.deps.streams.size, 200);
    await eventually(async () => {
      const [row] = await app.test.ownerSql`select count(*)::int as busy from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
      return row!.busy === 0;
    }, 'an idle database');
    const [all] = await app.test
      .ownerSql`select count(*)::int as n from pg_stat_activity where datname = current_database()`;
    assert.ok(all!.n <= 16 + 8, `${all!.n} connections for 200 streams`);

    const said = await Promise.all(shoppers.map(each => each.say('to all of you')));
    await Promise.all(streams.map((stream, n) => stream.until(({ id }) => id === said[Math.floor(n / 20)]!.json.seq)));
    await Promise.all(streams.map(stream => stream.close()));
    await eventually(() => app.deps.streams.size === 0, 'an empty registry');
    const open = await app.deps.metrics.streams.get();
    assert.deepEqual([...new Set(open.values.map(({ value }) => value))], [0]);
  });

  it('give back their subscription', async () => {
    const topics = new Map<string, number>();
    const { live } = app.deps;
    const { subscribe } = live;
    live.subscribe = (topic, listener) => {
      topics.set(topic, (topics.get(topic) ?? 0) + 1);
      const end = subscribe(topic, listener);
      return () => {
        topics.set(topic, topics.get(topic)! - 1);
        end();
      };
    };
    const streams = await Promise.all([shopper.listen(), shopper.listen(), app.agent(app.a).listen()]);
    await Promise.all(streams.map(stream => stream.next('hello')));
    assert.deepEqual([...topics.values()].sort(), [1, 2]);
    await Promise.all(streams.map(stream => stream.close()));
    await eventually(() => [...topics.values()].every(count => count === 0), 'no subscription');
    live.subscribe = subscribe;
  });

  it('all end when the registry closes', async () => {
    const streams = await Promise.all([shopper.listen(), app.agent(app.a).listen(), app.agent(app.b).listen()]);
    await Promise.all(streams.map(stream => stream.next('hello')));
    app.deps.streams.close();
    await Promise.all(streams.map(stream => stream.ended));
    assert.equal(app.deps.streams.size, 0);
  });
});
