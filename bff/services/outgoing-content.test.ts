import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { MediaUploaded } from '../../contract/media.ts';
import type { MessagePage } from '../../contract/message.ts';
import type { Attachment } from '../../contract/message-parts.ts';
import type { Shopper } from '../testing/http-clients.ts';
import { png, webp } from '../testing/sample-files.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

describe('what people send besides text, on the page', () => {
  let app: TestApp;
  let shopper: Shopper;
  before(async () => {
    app = await startTestApp();
    shopper = await app.http.visit(app.a);
    await shopper.say('hello');
  });
  after(() => app.stop());

  const agent = () => app.agent(app.a);
  const seen = async (by = shopper) => (await by.call<MessagePage>('/v1/messages')).json.messages;
  const QUESTION = {
    kind: 'buttons',
    text: 'When do you come?',
    buttons: [
      { id: 'mo', title: 'Monday' },
      { id: 'tu', title: 'Tuesday' },
    ],
  };

  it("a shopper's picture is with the agents, and an agent's with the shopper, each with a link of their own", async () => {
    const mine = await shopper.file<MediaUploaded>('room.png', png(20, 10));
    assert.equal(mine.status, 201, mine.text);
    const sent = await shopper.send({ kind: 'attachment', mediaId: mine.json.id, caption: 'Our room' });
    assert.equal(sent.status, 201, sent.text);
    const page = await agent().call<MessagePage>(`/conversations/${shopper.conversation}/messages`);
    const there = page.json.messages.at(-1)!.content as Attachment;
    assert.deepEqual([there.caption, there.width, there.filename], ['Our room', 20, 'room.png']);
    assert.equal((await fetch(app.url + there.url)).status, 200);

    const theirs = await agent().file<MediaUploaded>('table.png', png(5, 5));
    await agent().send(shopper.conversation, { kind: 'attachment', mediaId: theirs.json.id });
    const here = (await seen()).at(-1)!.content as Attachment;
    assert.equal((await fetch(app.url + here.url)).status, 200);
    assert.equal((await shopper.call(`/v1/media/${theirs.json.id}`)).status, 200);
  });

  it('nobody sends, or gets a link to, a file that somebody else brought', async () => {
    const other = await app.http.visit(app.a);
    const { id: mediaId } = (await shopper.file<MediaUploaded>('mine.png', png(2, 2))).json;
    const { id: agents } = (await agent().file<MediaUploaded>('ours.png', png(2, 2))).json;
    for (const id of [mediaId, agents, randomUUID()]) {
      assert.equal((await other.send({ kind: 'attachment', mediaId: id })).status, 404);
      assert.equal((await other.call(`/v1/media/${id}`)).status, 404);
    }
    const foreign = app.agent(app.b);
    assert.equal((await foreign.call(`/media/${mediaId}`)).status, 404);
    // What a shopper brought is not an agent's to send to somebody else.
    assert.equal((await agent().send(shopper.conversation, { kind: 'attachment', mediaId })).status, 404);
  });

  it('a tap counts only on what is there to be tapped', async () => {
    const asked = await agent().send(shopper.conversation, QUESTION);
    assert.equal(asked.status, 201, asked.text);
    const { id: replyTo } = asked.json.message;
    const tapped = await shopper.send({ kind: 'choice', id: 'tu' }, { replyTo });
    assert.deepEqual(tapped.json.message.content, { kind: 'choice', text: 'Tuesday', id: 'tu' });
    assert.deepEqual(tapped.json.message.replyTo, {
      id: replyTo,
      author: 'agent',
      kind: 'buttons',
      text: 'When do you come?',
    });
    assert.equal((await shopper.send({ kind: 'choice', id: 'we' }, { replyTo })).status, 400);
    assert.equal((await shopper.send({ kind: 'choice', id: 'tu' })).status, 400);
    const other = await app.http.visit(app.a);
    assert.equal((await other.send({ kind: 'choice', id: 'tu' }, { replyTo })).status, 404);
  });

  it('a quote names a message of the same thread alone', async () => {
    const [first] = await seen();
    const sent = await agent().call<{ message: { replyTo: { text: string } } }>(
      `/conversations/${shopper.conversation}/messages`,
      { body: { clientId: randomUUID(), text: 'yes?', replyTo: first!.id } },
    );
    assert.equal(sent.json.message.replyTo.text, 'hello');
    const other = await app.http.visit(app.a);
    await other.say('elsewhere');
    const body = { clientId: randomUUID(), text: 'no', replyTo: first!.id };
    assert.equal((await agent().call(`/conversations/${other.conversation}/messages`, { body })).status, 404);
  });

  it('the same client id again is the same message, and another content under it is a conflict', async () => {
    const clientId = randomUUID();
    const send = (content: object) => agent().send(shopper.conversation, content, { clientId });
    assert.equal((await send(QUESTION)).status, 201);
    assert.equal((await send(QUESTION)).status, 200);
    assert.equal((await send({ ...QUESTION, text: 'Something else?' })).status, 409);
  });

  const refused: [what: string, content: object, words: RegExp][] = [
    ['four buttons', { ...QUESTION, buttons: 'abcd'.split('').map(id => ({ id, title: id })) }, /3 buttons at most/],
    [
      'a button of 21 characters',
      { ...QUESTION, buttons: [{ id: 'x', title: 'x'.repeat(21) }] },
      /20 characters at most/,
    ],
    [
      'two buttons alike',
      {
        ...QUESTION,
        buttons: [
          { id: 'a', title: 'A' },
          { id: 'b', title: 'A' },
        ],
      },
      /same words/,
    ],
    ['eleven rows', list(11), /10 rows at most/],
    ['a text of 1,025 characters above buttons', { ...QUESTION, text: 'x'.repeat(1025) }, /1024 characters at most/],
  ];
  for (const [what, content, words] of refused) {
    it(`${what} are refused before anything is sent, in words`, async () => {
      const answer = await agent().send(shopper.conversation, content);
      assert.equal(answer.status, 400);
      assert.match(answer.text, words);
    });
  }
  for (const [what, content] of [
    [
      'three buttons of 20 characters',
      { ...QUESTION, buttons: 'abc'.split('').map(id => ({ id, title: id.repeat(20) })) },
    ],
    ['ten rows', list(10)],
  ] as const) {
    it(`${what} are taken`, async () => assert.equal((await agent().send(shopper.conversation, content)).status, 201));
  }

  it('a picture beyond 5 MB is refused with what is wrong, and goes as a document when it is asked for so', async () => {
    const large = new Uint8Array(5 * 1024 * 1024 + 1);
    large.set(png(2, 2));
    const { id: mediaId } = (await agent().file<MediaUploaded>('large.png', large)).json;
    const refusal = await agent().send(shopper.conversation, { kind: 'attachment', mediaId });
    assert.match(refusal.text, /An image may have 5 MB at most/);
    const sent = await agent().send(shopper.conversation, { kind: 'attachment', mediaId, as: 'document' });
    assert.equal(sent.status, 201, sent.text);
  });

  it('a sticker is a WebP of 512 pixels, and takes no caption', async () => {
    const send = async (bytes: Uint8Array<ArrayBuffer>, more = {}) => {
      const { id: mediaId } = (await agent().file<MediaUploaded>('s.webp', bytes)).json;
      return agent().send(shopper.conversation, { kind: 'attachment', mediaId, as: 'sticker', ...more });
    };
    assert.equal((await send(webp(512, 512))).status, 201);
    assert.match((await send(webp(511, 512))).text, /512 × 512/);
    assert.match((await send(png(512, 512))).text, /WebP/);
    assert.match((await send(webp(512, 512), { caption: 'x' })).text, /no caption/);
  });

  it('what is too large for a shopper is refused before it is read', async () => {
    const headers = { ...shopper.headers, 'content-length': String(17 * 1024 * 1024) };
    const body = new Uint8Array(17 * 1024 * 1024);
    assert.equal((await shopper.call('/v1/media', { headers, body })).status, 413);
  });

  it('a message says one thing', async () => {
    const body = { clientId: randomUUID(), text: 'x', content: QUESTION };
    assert.equal((await agent().call(`/conversations/${shopper.conversation}/messages`, { body })).status, 400);
    const nothing = { clientId: randomUUID() };
    assert.equal((await shopper.call('/v1/messages', { body: nothing })).status, 400);
  });
});

function list(rows: number) {
  const all = Array.from({ length: rows }, (_, n) => ({ id: `r${n}`, title: `Row ${n}` }));
  return { kind: 'list', text: 'Choose', button: 'Open', sections: [{ rows: all }] };
}
