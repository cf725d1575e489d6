import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { MediaUploaded } from '../../contract/media.ts';
import type { Message } from '../../contract/message.ts';
import { eventually } from '../testing/eventually.ts';
import { mp4, png, text, voiceNote } from '../testing/sample-files.ts';
import { type OnPhone, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

type Shown = OnPhone & {
  content: { header?: Record<string, unknown> };
  bubble: { text?: string; header?: object; media?: { kind: string; id: string; filename?: string } };
};

const BUTTONS = [
  { id: 'yes', title: 'Yes' },
  { id: 'no', title: 'No' },
];
const QUESTION = { kind: 'buttons', text: 'This one?', buttons: BUTTONS };

describe('a question with a file above it', () => {
  let world: WhatsAppWorld;
  let phone: Awaited<ReturnType<WhatsAppWorld['phone']>>;
  let thread: string;
  before(async () => {
    world = await startWhatsAppWorld();
    phone = await world.phone();
    await phone.write('which sofa?');
    thread = (await world.conversationWith('which sofa?')).id;
    await world.settled();
  });
  after(() => world.stop());

  const bring = async (name: string, bytes: Uint8Array<ArrayBuffer>) =>
    (await world.agent.file<MediaUploaded>(name, bytes)).json.id;
  const onPhone = async () =>
    (await world.drive<{ messages: Shown[] }>('GET', `/phones/${phone.id}/messages`)).messages;
  const send = (media: object, more: object = {}) => world.agent.send(thread, { ...QUESTION, ...more, media });

  const files: [kind: string, name: string, bytes: Uint8Array<ArrayBuffer>, header: string[]][] = [
    ['image', 'sofa.png', png(40, 30), ['id']],
    ['video', 'sofa.mp4', mp4(), ['id']],
    ['document', 'Preisliste Größe.txt', text('4 sofas'), ['filename', 'id']],
  ];
  for (const [kind, name, bytes, keys] of files) {
    it(`arrives with its ${kind}, uploaded for it, and can be answered`, async () => {
      const mediaId = await bring(name, bytes);
      const sent = await send({ mediaId });
      assert.equal(sent.status, 201, sent.text);
      await world.reaches(thread, sent.json.message.id, 'delivered');
      const shown = (await onPhone()).findLast(({ from }) => from === 'business')!;
      assert.deepEqual(Object.keys(shown.content.header![kind] as object).sort(), keys);
      assert.deepEqual(
        [shown.content.header!.type, shown.bubble.media?.kind, shown.bubble.text],
        [kind, kind, 'This one?'],
      );
      const there = await fetch(`${world.simulator.url}/simulator/media/${shown.bubble.media!.id}`);
      assert.deepEqual(new Uint8Array(await there.arrayBuffer()), bytes);
      await world.drive('POST', `/phones/${phone.id}/taps`, { messageId: shown.id, button: 0 });
      const answer = await eventually(
        async () => (await world.messages(thread)).find(({ replyTo }) => replyTo?.id === sent.json.message.id),
        'the tap',
      );
      assert.deepEqual(answer.content, { kind: 'choice', text: 'Yes', id: 'yes' });
    });
  }

  it('stands in the thread with a link to its file, also after a reload', async () => {
    const sent = await send({ mediaId: await bring('table.png', png(12, 8)) });
    const read = (await world.messages(thread)).find(({ id }) => id === sent.json.message.id)!;
    for (const { content } of [sent.json.message, read] as Message[]) {
      assert.ok(content.kind === 'buttons' && content.media?.url, JSON.stringify(content));
      assert.equal(content.media.width, 12);
      assert.equal((await fetch(world.app.url + content.media.url)).status, 200);
    }
  });

  it('keeps its file as long as the question itself', async () => {
    const mediaId = await bring('kept.png', png(9, 9));
    await send({ mediaId });
    const [row] = await world.app.test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${world.app.a.id}, true)`;
      return sql`select count(*)::int as n from whatsapp_messages where media_id = ${mediaId}`;
    });
    assert.equal(row!.n, 1);
  });

  it('takes any file as a document where it is asked for so', async () => {
    const sent = await send({ mediaId: await bring('plan.png', png(5, 5)), as: 'document' });
    await world.reaches(thread, sent.json.message.id, 'delivered');
    assert.equal((await onPhone()).findLast(({ from }) => from === 'business')!.bubble.media?.kind, 'document');
  });

  it('is refused with a heading and a file, a sound, a picture beyond 5 MB, or a file that is nobody’s', async () => {
    const picture = await bring('a.png', png(5, 5));
    const large = new Uint8Array(5 * 1024 * 1024 + 1);
    large.set(png(2, 2));
    const refused: [media: object, more: object, status: number, words: RegExp][] = [
      [{ mediaId: picture }, { header: 'Sofas' }, 400, /a heading or a file, not both/],
      [{ mediaId: await bring('note.ogg', voiceNote()) }, {}, 400, /a picture, a video or a document/],
      [{ mediaId: await bring('large.png', large) }, {}, 400, /An image may have 5 MB at most/],
      [{ mediaId: crypto.randomUUID() }, {}, 404, /file/],
      [{ mediaId: picture, as: 'sticker' }, {}, 400, /media/],
    ];
    for (const [media, more, status, words] of refused) {
      const answer = await send(media, more);
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.text, words);
    }
  });
});
