import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { withMerchant } from '../../db/merchant-tx.ts';
import { listNumbers } from '../../db/whatsapp-numbers.ts';
import { connectWhatsApp, openAccessToken } from '../../services/connect-whatsapp.ts';
import { eventually } from '../../testing/eventually.ts';
import { asOwner } from '../../testing/planting.ts';
import { countRows, dumpRows } from '../../testing/row-counts.ts';
import { seeded } from '../../testing/seeded.ts';
import { shuffled } from '../../testing/status-sequences.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { ACCOUNT } from '../../testing/whatsapp-world.ts';
import { fixtures } from '../../whatsapp/fixtures.ts';
import { identifiers, parseWebhook } from '../../whatsapp/webhook-events.ts';

const OTHER = {
  appId: 'app-of-birch',
  accessToken: 'EAAbirchaccesstoken',
  appSecret: 'plain app secret of birch',
  verifyToken: 'plain verify token of birch',
  wabaId: '999000111222333',
  numbers: [{ phoneNumberId: '888000111222333', displayPhone: '+44 20 7946 0018' }],
};
const A_NUMBER = ACCOUNT.numbers[0]!.phoneNumberId;

const sign = (body: string | Buffer, secret: string) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

function messageBody(
  wamids: string[],
  { phoneNumberId = A_NUMBER, wabaId = ACCOUNT.wabaId, from = '4915123450001' } = {},
) {
  const messages = wamids.map((id, n) => ({
    id,
    from,
    timestamp: '1773143900',
    type: 'text',
    text: { body: `text ${n} of ${id}` },
  }));
  const metadata = { display_phone_number: '15550783881', phone_number_id: phoneNumberId };
  const value = {
    messaging_product: 'whatsapp',
    metadata,
    contacts: [{ wa_id: from, profile: { name: 'Mia' } }],
    messages,
  };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: wabaId, changes: [{ field: 'messages', value }] }],
  });
}

describe("WhatsApp's webhook", () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
    // Every number and account that the fixtures name belongs to merchant A.
    const named = [...fixtures.values()].map(identifiers);
    const phoneNumberIds = new Set([A_NUMBER, ...named.flatMap(each => each.phoneNumberIds)]);
    const numbers = [...phoneNumberIds].map(phoneNumberId => ({ phoneNumberId, displayPhone: '+1 555 078 3881' }));
    await connectWhatsApp(app.context(), app.deps.sealer, app.a.id, { ...ACCOUNT, numbers });
    await connectWhatsApp(app.context(), app.deps.sealer, app.b.id, OTHER);
  });
  after(() => app.stop());

  const post = (body: string | Buffer, signature?: string) =>
    app.http.call('/webhooks/whatsapp', {
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: signature === undefined ? {} : { 'x-hub-signature-256': signature },
    });
  const parts = (merchantId: string) =>
    asOwner(app.test.ownerSql, merchantId, tx => tx`select dedupe_key, outcome, body from webhook_inbox order by id`);
  const waiting = async () => {
    const [row] = await asOwner(
      app.test.ownerSql,
      app.a.id,
      tx => tx`select (select count(*)::int from queue.jobs where kind in ('webhook', 'status')) as jobs,
        (select count(*)::int from webhook_inbox where processed_at is null) as parts`,
    );
    return { jobs: row!.jobs as number, parts: row!.parts as number };
  };
  /** Waits until all is done, for as long as it goes on. */
  const worked = async () => {
    for (let { jobs, parts: left } = await waiting(); jobs > 0; ) {
      ({ jobs, parts: left } = await eventually(async () => {
        const now = await waiting();
        return now.jobs === 0 || now.parts < left ? now : null;
      }, 'all jobs done'));
    }
  };

  const body = messageBody(['wamid.refused']);
  const right = sign(body, ACCOUNT.appSecret);
  const refused: [name: string, body: string, signature: string | undefined][] = [
    ['no signature', body, undefined],
    ['an empty signature', body, ''],
    ['the key of another', body, sign(body, OTHER.appSecret)],
    ['an empty key', body, `sha256=${createHmac('sha256', '').update(body).digest('hex')}`],
    ['the signature of another body', body.replace('text 0', 'text 1'), right],
    ['the same JSON written again', JSON.stringify(JSON.parse(body), null, 1), right],
    ['a blank behind the body', `${body} `, right],
    ['half a signature', body, right.slice(0, 39)],
    ['upper-case hex', body, right.toUpperCase().replace('SHA256', 'sha256')],
    ['SHA-1', body, `sha1=${createHmac('sha1', ACCOUNT.appSecret).update(body).digest('hex')}`],
    ['no body', '', undefined],
    ['no body and the signature of another', '', right],
    ['a number that nobody has', messageBody(['wamid.x'], { phoneNumberId: '1', wabaId: '2' }), right],
  ];
  for (const [name, sent, signature] of refused) {
    it(`is refused with 401 and leaves nothing: ${name}`, async () => {
      const before = await countRows(app.test.ownerSql);
      const answer = await post(sent, signature);
      assert.equal(answer.status, 401, answer.text);
      assert.deepEqual(await countRows(app.test.ownerSql), before);
    });
  }

  it('takes none of a thousand bodies that are unsigned, changed in one byte, or signed anew by another shop', async () => {
    const random = seeded(4);
    // What names nobody may be another shop's own: that one's signature is no forgery then.
    const named = [...fixtures.values()].filter(fixture => identifiers(fixture).phoneNumberIds.length > 0);
    const bodies = named.map(fixture => JSON.stringify(fixture));
    const before = await countRows(app.test.ownerSql);
    const statuses = new Map<number, number>();
    for (let n = 0; n < 1000; n++) {
      const sent = Buffer.from(bodies[n % bodies.length]!);
      const signature = sign(sent, n % 3 === 1 ? OTHER.appSecret : ACCOUNT.appSecret);
      if (n % 3 === 2) sent[Math.floor(random() * sent.length)]! ^= 1 << Math.floor(random() * 8);
      const { status } = await post(sent, n % 3 === 0 ? undefined : signature);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    assert.deepEqual([...statuses], [[401, 1000]]);
    assert.deepEqual(await countRows(app.test.ownerSql), before);
  });

  it('keeps every fixture that is signed, and acts on each', async () => {
    for (const [name, fixture] of fixtures) {
      const sent = JSON.stringify(fixture);
      const answer = await post(sent, sign(sent, ACCOUNT.appSecret));
      assert.equal(answer.status, 200, name);
      assert.equal(answer.text, '');
    }
    await worked();
    const rows = await parts(app.a.id);
    const facts = [...fixtures.values()].flatMap(fixture => parseWebhook(fixture, app.clock.now()));
    assert.equal(rows.length, new Set(facts.map(({ dedupeKey }) => dedupeKey)).size);
    assert.deepEqual(
      rows.filter(({ outcome }) => outcome === null),
      [],
    );
    assert.deepEqual(
      rows.filter(({ outcome }) => outcome === 'unknown-number'),
      [],
    );
    assert.ok(rows.some(({ outcome }) => outcome === 'applied') && rows.some(({ outcome }) => outcome === 'parked'));
    assert.deepEqual([...(await parts(app.b.id))], []);
    const failed = app.logged.filter(line => line.includes('job failed'));
    assert.deepEqual(failed, []);
  });

  it('is changed in nothing by whoever plays all of it again, whole and signed as it was', async () => {
    // Work on what was kept is over; what is told again must neither be kept nor worked on.
    const before = await countRows(app.test.ownerSql);
    const kept = JSON.stringify([await parts(app.a.id), await parts(app.b.id)]);
    for (const fixture of shuffled([...fixtures.values(), ...fixtures.values(), ...fixtures.values()], seeded(4))) {
      const sent = JSON.stringify(fixture);
      assert.equal((await post(sent, sign(sent, ACCOUNT.appSecret))).status, 200);
    }
    await worked();
    assert.deepEqual(await countRows(app.test.ownerSql), before);
    assert.equal(JSON.stringify([await parts(app.a.id), await parts(app.b.id)]), kept);
  });

  it('takes the same delivery any number of times as one', async () => {
    const sent = messageBody(['wamid.twice'], { from: '4915123450002' });
    const before = (await parts(app.a.id)).length;
    await Promise.all(Array.from({ length: 5 }, () => post(sent, sign(sent, ACCOUNT.appSecret))));
    await worked();
    assert.equal((await parts(app.a.id)).length, before + 1);
    const found = await app
      .agent(app.a)
      .call<{ conversations: { unread: number }[] }>('/conversations?view=all&q=wamid.twice');
    assert.deepEqual(
      found.json.conversations.map(({ unread }) => unread),
      [1],
    );
  });

  it('keeps what one body tells twice under one id as it was told first, and where it was', async () => {
    const sent = messageBody(['wamid.same', 'wamid.next', 'wamid.same'], { from: '4915123450004' });
    assert.equal((await post(sent, sign(sent, ACCOUNT.appSecret))).status, 200);
    const kept = (await parts(app.a.id)).filter(part => /wamid\.(same|next)/.test(part.dedupe_key));
    assert.deepEqual(
      kept.map(part => part.body.match(/text \d of \w+\.\w+/g)),
      [['text 0 of wamid.same'], ['text 1 of wamid.next']],
    );
  });

  it('takes a thousand updates in one body, each once and in order', async () => {
    const wamids = Array.from({ length: 1000 }, (_, n) => `wamid.many.${n}`);
    const sent = messageBody(wamids, { from: '4915123450003' });
    assert.equal((await post(sent, sign(sent, ACCOUNT.appSecret))).status, 200);
    await worked();
    const rows = await asOwner(
      app.test.ownerSql,
      app.a.id,
      tx => tx`select wamid from whatsapp_messages where wamid like 'wamid.many.%' order by position`,
    );
    assert.deepEqual(
      rows.map(({ wamid }) => wamid),
      wamids,
    );
  });

  for (const [name, sent] of [
    ['no JSON', 'hello?'],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0x00, 0xfe])],
    ['nothing', ''],
    ['a number', '42'],
    ['a deep list', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['NUL and half a surrogate pair', String.raw`{"object":"\u0000","entry":[{"id":"\ud800"}]}`],
  ] as [string, string | Buffer][]) {
    it(`keeps what is signed though it is ${name}`, async () => {
      const before = (await parts(app.a.id)).length;
      assert.equal((await post(sent, sign(sent, ACCOUNT.appSecret))).status, 200);
      await worked();
      const rows = await parts(app.a.id);
      assert.equal(rows.length, before + 1);
      assert.equal(rows.at(-1)!.outcome, 'ignored');
    });
  }

  it("lets another shop's signature change nothing of ours, whatever it names", async () => {
    const a = () =>
      asOwner(app.test.ownerSql, app.a.id, async tx => [
        await tx`select * from webhook_inbox`,
        await tx`select * from whatsapp_messages`,
      ]);
    const before = JSON.stringify(await a());
    const mine = JSON.parse(messageBody(['wamid.forged'])) as { entry: object[] };
    const theirs = JSON.parse(
      messageBody(['wamid.own'], { phoneNumberId: OTHER.numbers[0]!.phoneNumberId, wabaId: OTHER.wabaId }),
    ) as { entry: object[] };
    const bodies = [
      messageBody(['wamid.forged']),
      messageBody(['wamid.forged'], { wabaId: OTHER.wabaId }),
      JSON.stringify({ ...mine, entry: [...mine.entry, ...theirs.entry] }),
    ];
    const statuses: number[] = [];
    for (const sent of bodies) statuses.push((await post(sent, sign(sent, OTHER.appSecret))).status);
    assert.deepEqual(statuses, [401, 200, 200]);
    await worked();
    assert.equal(JSON.stringify(await a()), before);
    assert.ok((await parts(app.b.id)).some(({ body: kept }) => kept.includes('wamid.own')));
    assert.ok(!(await parts(app.b.id)).some(({ body: kept }) => kept.includes('wamid.forged')));
  });

  const handshakes: [query: string, status: number][] = [
    [`hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${ACCOUNT.verifyToken}`, 200],
    [`hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${OTHER.verifyToken}`, 200],
    ['hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=wrong', 403],
    ['hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=', 400],
    [`hub.mode=unsubscribe&hub.challenge=1158201444&hub.verify_token=${ACCOUNT.verifyToken}`, 400],
    [`hub.mode=subscribe&hub.verify_token=${ACCOUNT.verifyToken}`, 400],
    ['', 400],
  ];
  for (const [query, status] of handshakes) {
    it(`answers ${status} to the handshake ${query.slice(0, 70)}`, async () => {
      const answer = await app.http.call(`/webhooks/whatsapp?${query}`);
      assert.equal(answer.status, status);
      assert.equal(answer.text === '1158201444', status === 200);
    });
  }

  it('echoes a challenge as plain text', async () => {
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.challenge': '<b>1</b>',
      'hub.verify_token': ACCOUNT.verifyToken,
    });
    const answer = await app.http.call(`/webhooks/whatsapp?${query}`);
    assert.match(answer.headers.get('content-type')!, /^text\/plain/);
  });

  it('takes no body above 4 MiB', async () => {
    const sent = Buffer.alloc(4 * 1024 * 1024 + 1, 'x');
    assert.equal((await post(sent, sign(sent, ACCOUNT.appSecret))).status, 413);
  });

  it('leaves no secret in plain in any table, and none opens in another row', async () => {
    const dump = await dumpRows(app.test.ownerSql);
    for (const { accessToken, appSecret, verifyToken } of [ACCOUNT, OTHER]) {
      for (const secret of [accessToken, appSecret, verifyToken]) {
        const forms = [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')];
        for (const form of forms) assert.ok(!dump.includes(form), form);
      }
    }
    const [one, two] = await withMerchant(app.deps.db, app.a.id, listNumbers);
    const [theirs] = await withMerchant(app.deps.db, app.b.id, listNumbers);
    const open = (merchantId: string, id: string, accessToken: Buffer) =>
      openAccessToken(app.deps.sealer, merchantId, { id, accessToken });
    assert.equal(open(app.a.id, one!.id, one!.accessToken), ACCOUNT.accessToken);
    assert.throws(() => open(app.a.id, two!.id, one!.accessToken), /not-authentic/);
    assert.throws(() => open(app.b.id, theirs!.id, one!.accessToken), /not-authentic/);
    assert.throws(() => open(app.b.id, one!.id, one!.accessToken), /not-authentic/);
  });
});
