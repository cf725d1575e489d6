import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { MINUTE } from '../domain/duration.ts';
import { jobsTopic } from '../live/live.ts';
import { eventually } from '../testing/eventually.ts';
import { asOwner } from '../testing/planting.ts';
import { seeded } from '../testing/seeded.ts';
import { signature, textsBody } from '../testing/signed-webhook.ts';
import { shuffled } from '../testing/status-sequences.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { ACCOUNT } from '../testing/whatsapp-world.ts';
import { connectWhatsApp } from './connect-whatsapp.ts';

/** Two nodes over one database. Messages whose id has a mark in it fail as they are written. */
describe("a customer's webhooks", () => {
  let app: TestApp;
  let other: TestApp;
  before(async () => {
    app = await startTestApp();
    other = await startTestApp({ test: app.test, clock: app.clock });
    await connectWhatsApp(app.context(), app.deps.sealer, app.a.id, ACCOUNT);
    await app.test.ownerSql.unsafe(`
      create sequence planted;
      grant usage on sequence planted to public;
      create function plant() returns trigger language plpgsql as $$ begin
        if new.wamid like '%poison%' then raise exception 'planted'; end if;
        if new.wamid like '%flaky%' and nextval('planted') % 3 = 0 then raise exception 'planted'; end if;
        return new;
      end $$;
      create trigger plant before insert on whatsapp_messages for each row execute function plant();`);
  });
  after(async () => {
    await other.stop();
    await app.stop();
  });
  afterEach(settled);

  let people = 0;
  const person = () => `49151777${String(++people).padStart(5, '0')}`;
  const post = async (body: string) =>
    assert.equal((await app.http.call('/webhooks/whatsapp', { body, headers: signature(body) })).status, 200);
  const written = async (name: string) => {
    const rows = await asOwner(
      app.test.ownerSql,
      app.a.id,
      tx => tx<{ wamid: string }[]>`
        select wamid from whatsapp_messages where wamid like ${`wamid.${name}.%`} order by conversation_id, position`,
    );
    return rows.map(({ wamid }) => wamid);
  };
  const outcomes = (name: string) =>
    asOwner(
      app.test.ownerSql,
      app.a.id,
      tx => tx<{ outcome: string | null; n: number }[]>`
        select outcome, count(*)::int as n from webhook_inbox where dedupe_key like ${`%wamid.${name}.%`} group by 1 order by 1`,
    );
  const jobs = async () =>
    Number((await app.test.ownerSql`select count(*) from queue.jobs where kind = 'webhook'`)[0]!.count);
  /** Time goes on until nothing waits. */
  async function settled() {
    for (let left = await jobs(); left > 0; left = await jobs()) {
      app.clock.advance(6 * MINUTE);
      for (const { deps } of [app, other]) deps.live.publish({ kind: 'work' });
      await eventually(async () => {
        const rows = await app.test.ownerSql`
          select 1 from queue.jobs where kind = 'webhook' and due_at <= ${app.clock.now()} limit 1`;
        return rows.length === 0;
      }, 'what is due is worked on');
    }
  }

  it('are read in order though some fail now and then, by two nodes, and everybody side by side', async () => {
    const random = seeded(7);
    const wrote = Array.from({ length: 12 }, (_, p) => {
      const from = person();
      return Array.from({ length: 6 }, (_, n) => ({
        from,
        wamid: `wamid.many.${p}.${n}${random() < 0.3 ? '.flaky' : ''}`,
      }));
    });
    // Everybody's come in their own order, mixed with those of all others.
    const turns = shuffled(
      wrote.flatMap((texts, p) => texts.map(() => p)),
      random,
    );
    const rest = wrote.map(texts => [...texts]);
    for (let n = 0; n < turns.length; n += 4) {
      await post(textsBody(turns.slice(n, n + 4).map(p => rest[p]!.shift()!)));
    }
    await settled();
    const found = await written('many');
    assert.equal(found.length, 72);
    for (const texts of wrote) {
      const own = new Set(texts.map(({ wamid }) => wamid));
      assert.deepEqual(
        found.filter(wamid => own.has(wamid)),
        texts.map(({ wamid }) => wamid),
      );
    }
  });

  it('wake those who have something to do for them, and nobody else', async () => {
    const kinds = ['journey', 'media', 'send'];
    const wokenBy = async (text: { text: string } | { more: object }) => {
      const woken = new Set<string>();
      const ends = [app, other].flatMap(({ deps }) =>
        kinds.map(kind => deps.live.subscribe(jobsTopic(kind), () => woken.add(kind))),
      );
      await post(textsBody([{ from: person(), wamid: `wamid.wakes.${people}`, ...text }]));
      await eventually(async () => woken.has('journey'));
      for (const end of ends) end();
      return [...woken].sort();
    };
    const image = { type: 'image', image: { id: '1003383421387256', mime_type: 'image/jpeg', sha256: 'wvqXMe6n=' } };
    assert.deepEqual(await wokenBy({ text: 'Is it oak?' }), ['journey']);
    assert.deepEqual(await wokenBy({ text: 'STOP' }), ['journey', 'send']);
    assert.deepEqual(await wokenBy({ more: image }), ['journey', 'media']);
  });

  it('wait behind one that fails, and nobody else does; it is given up, and they go on', async () => {
    const [stuck, free] = [person(), person()];
    const texts = (from: string, name: string) => [1, 2, 3].map(n => ({ from, wamid: `wamid.one.${name}.${n}` }));
    await post(
      textsBody([{ from: stuck, wamid: 'wamid.one.0.poison' }, ...texts(stuck, 'stuck'), ...texts(free, 'free')]),
    );
    await eventually(async () => (await written('one')).length === 3);
    assert.deepEqual(
      await written('one'),
      [1, 2, 3].map(n => `wamid.one.free.${n}`),
    );
    for (let n = 4; n < 20; n++) await post(textsBody([{ from: stuck, wamid: `wamid.one.stuck.${n}` }]));
    const [job] = await app.test.ownerSql`select failures from queue.jobs where kind = 'webhook'`;
    assert.ok(job!.failures <= 1, 'what comes later does not hasten it');
    assert.deepEqual((await written('one')).length, 3);
    await settled();
    const own = (await written('one')).filter(wamid => wamid.includes('stuck'));
    assert.deepEqual(
      own,
      Array.from({ length: 19 }, (_, n) => `wamid.one.stuck.${n + 1}`),
    );
    assert.deepEqual(
      [...(await outcomes('one'))],
      [
        { outcome: 'applied', n: 22 },
        { outcome: 'failed', n: 1 },
      ],
    );
    assert.equal(app.logged.concat(other.logged).filter(line => line.includes('job given up')).length, 1);
  });

  it('do nothing when all of them come again', async () => {
    const [one, two] = [person(), person()];
    const body = textsBody([one, two, one].map((from, n) => ({ from, wamid: `wamid.again.${n}` })));
    await Promise.all([post(body), post(body), post(body)]);
    await settled();
    const before = await written('again');
    await post(body);
    await post(
      textsBody([
        { from: two, wamid: 'wamid.again.1' },
        { from: one, wamid: 'wamid.again.0' },
      ]),
    );
    assert.equal(await jobs(), 0, 'nothing is to be done');
    assert.deepEqual([before.length, await written('again')], [3, before]);
  });

  it('are one line whether the phone is written in one form or the other, and of nobody else', async () => {
    const [one, both] = ['551188887777', '5511988887777'];
    await post(
      textsBody([
        { from: one, wamid: 'wamid.form.0.poison' },
        { from: both, wamid: 'wamid.form.1' },
        { from: person(), wamid: 'wamid.form.2' },
      ]),
    );
    await eventually(async () => (await written('form')).length === 1);
    assert.deepEqual(await written('form'), ['wamid.form.2']);
  });

  it('of a person who hides the phone are in order, and go on in the same thread once the phone appears', async () => {
    const bsuid = 'DE.13491208655302749999';
    const hidden = [0, 1, 2].map(n => ({ wamid: `wamid.bsuid.${n}`, more: { from_user_id: bsuid } }));
    await post(textsBody(hidden));
    await settled();
    await post(textsBody([{ wamid: 'wamid.bsuid.3', from: person(), more: { from_user_id: bsuid } }]));
    await settled();
    assert.deepEqual(
      await written('bsuid'),
      [0, 1, 2, 3].map(n => `wamid.bsuid.${n}`),
    );
    const threads = await asOwner(
      app.test.ownerSql,
      app.a.id,
      tx => tx`
      select distinct conversation_id from whatsapp_messages where wamid like 'wamid.bsuid.%'`,
    );
    assert.equal(threads.length, 1);
  });

  it('go on in the same thread from a new number, which WhatsApp tells of in their line', async () => {
    const [before, now] = [person(), person()];
    const system = { type: 'user_changed_number', body: 'changed', wa_id: now };
    await post(
      textsBody([
        { from: before, wamid: 'wamid.moved.0.flaky' },
        { from: before, wamid: 'wamid.moved.1', more: { type: 'system', text: undefined, system } },
      ]),
    );
    await settled();
    await post(textsBody([{ from: now, wamid: 'wamid.moved.2' }]));
    await settled();
    const threads = await asOwner(
      app.test.ownerSql,
      app.a.id,
      tx => tx`
      select conversation_id, count(*)::int as n from whatsapp_messages where wamid like 'wamid.moved.%' group by 1`,
    );
    assert.deepEqual(
      threads.map(({ n }) => n),
      [3],
    );
  });
});
