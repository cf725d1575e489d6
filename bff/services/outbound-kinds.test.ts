import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { MediaUploaded } from '../../contract/media.ts';
import type { Message } from '../../contract/message.ts';
import { eventually } from '../testing/eventually.ts';
import { png, text, voiceNote } from '../testing/sample-files.ts';
import { SseReader } from '../testing/sse-reader.ts';
import { type OnPhone, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

type Shown = OnPhone & {
  type: string;
  quoted: { id: string } | null;
  content: Record<string, unknown>;
  bubble: { media?: { id: string }; buttons?: { id: string; text: string }[] };
  reactions?: Record<string, string>;
};

describe('what an agent sends besides text, on the phone', () => {
  let world: WhatsAppWorld;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());

  async function someone() {
    const phone = await world.phone();
    const hello = `hello from ${phone.id}`;
    const first = await phone.write(hello);
    const { id } = await world.conversationWith(hello);
    await world.settled();
    const shown = async () =>
      (await world.drive<{ messages: Shown[] }>('GET', `/phones/${phone.id}/messages`)).messages;
    /** Sends it, and waits until the phone has it. */
    const send = async (content: object, more: { replyTo?: string } = {}): Promise<[Shown, Message]> => {
      const before = (await shown()).length;
      const sent = await world.agent.send(id, content, more);
      assert.equal(sent.status, 201, sent.text);
      const { id: messageId } = sent.json.message;
      await world.reaches(id, messageId, 'delivered');
      const [latest] = (await shown()).slice(before);
      return [latest!, sent.json.message];
    };
    return { phone, id, first, shown, send };
  }
  const bring = async (name: string, bytes: Uint8Array<ArrayBuffer>) =>
    (await world.agent.file<MediaUploaded>(name, bytes)).json.id;
  const bytesOf = async (id: string) =>
    new Uint8Array(await (await fetch(`${world.simulator.url}/simulator/media/${id}`)).arrayBuffer());

  it('a picture arrives as it is, with its words, and is uploaded once for a number', async () => {
    const { send } = await someone();
    const bytes = png(30, 20);
    const mediaId = await bring('table.png', bytes);
    const [shown] = await send({ kind: 'attachment', mediaId, caption: 'The table' });
    assert.equal(shown.type, 'image');
    assert.deepEqual(await bytesOf(shown.bubble.media!.id), bytes);
    const [again] = await send({ kind: 'attachment', mediaId });
    assert.equal(again.bubble.media!.id, shown.bubble.media!.id);
    world.clock.advance(29 * 24 * 3600 * 1000);
    const { send: later } = await someone();
    const [anew] = await later({ kind: 'attachment', mediaId });
    assert.notEqual(anew.bubble.media!.id, shown.bubble.media!.id);
  });

  it('a document keeps its name, and a voice note is one', async () => {
    const { send } = await someone();
    const paper = await bring('Angebot Größe.txt', text('4 chairs'));
    const [document] = await send({ kind: 'attachment', mediaId: paper });
    assert.equal((document.content as { filename?: string }).filename ?? document.type, 'Angebot Größe.txt');
    const note = await bring('note.ogg', voiceNote());
    const [spoken] = await send({ kind: 'attachment', mediaId: note, voice: true });
    assert.equal(spoken.type, 'audio');
  });

  it('buttons can be tapped, and the answer names its question', async () => {
    const { phone, id, send } = await someone();
    const buttons = [
      { id: 'mo', title: 'Monday' },
      { id: 'tu', title: 'Tuesday' },
    ];
    const [shown, asked] = await send({ kind: 'buttons', text: 'When?', header: 'Visit', footer: 'small', buttons });
    assert.equal(shown.type, 'interactive');
    await world.drive('POST', `/phones/${phone.id}/taps`, { messageId: shown.id, button: 1 });
    const answer = await eventually(
      async () => (await world.messages(id)).find(({ content }) => content.kind === 'choice'),
      'the tap',
    );
    assert.deepEqual(answer.content, { kind: 'choice', text: 'Tuesday', id: 'tu' });
    assert.equal(answer.replyTo?.id, asked.id);
  });

  it('a list, a place, a contact arrive as such', async () => {
    const { send } = await someone();
    const rows = [{ id: 'a', title: 'Oak', description: 'solid' }];
    const [list] = await send({ kind: 'list', text: 'Which wood?', button: 'Choose', sections: [{ rows }] });
    assert.equal(list.type, 'interactive');
    const [place] = await send({ kind: 'location', latitude: 53.5511, longitude: 9.9937, name: 'Showroom' });
    assert.equal(place.type, 'location');
    const cards = [{ name: 'Lena Hoffmann', phones: [{ phone: '+49 40 1234' }], emails: [] }];
    const [card] = await send({ kind: 'contacts', cards });
    assert.equal(card.type, 'contacts');
  });

  it('an answer quotes the message it answers, and a reaction stands on its message', async () => {
    const { id, first, send, shown } = await someone();
    const inbound = (await world.messages(id))[0]!;
    const sent = await world.agent.call<{ message: Message }>(`/conversations/${id}/messages`, {
      body: { clientId: crypto.randomUUID(), text: 'Indeed', replyTo: inbound.id },
    });
    await world.reaches(id, sent.json.message.id, 'delivered');
    const answer = (await shown()).findLast(({ from }) => from === 'business')!;
    assert.equal(answer.quoted?.id, first.id);
    await world.agent.send(id, { kind: 'reaction', emoji: '🙏', to: inbound.id });
    await eventually(async () => JSON.stringify(await shown()).includes('🙏'), 'the reaction');
    assert.ok(send);
  });

  it('a file that is not here any more fails in plain words', async () => {
    const { id } = await someone();
    const mediaId = await bring('lost.png', png(3, 3));
    await world.app.test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${world.app.a.id}, true)`;
      await sql`update media set state = 'lost', reason = 'gone' where id = ${mediaId}`;
    });
    const refused = await world.agent.send(id, { kind: 'attachment', mediaId });
    assert.equal(refused.status, 404);
  });
});

describe('what a phone is told of its reader', () => {
  let world: WhatsAppWorld;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());

  it('its messages were read once an agent has, and not before', async () => {
    const phone = await world.phone();
    const first = await phone.write('hello');
    const { id } = await world.conversationWith('hello');
    await world.settled();
    const status = async () =>
      (await world.drive<{ messages: OnPhone[] }>('GET', `/phones/${phone.id}/messages`)).messages.find(
        message => message.id === first.id,
      )!.status;
    assert.notEqual(await status(), 'read');
    await world.agent.call(`/conversations/${id}/read`, { body: { upTo: 1 } });
    await eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      return (await status()) === 'read';
    }, 'read');
  });

  it('that an agent who has read them writes', async () => {
    const phone = await world.phone();
    await phone.write('are you there?');
    const { id } = await world.conversationWith('are you there?');
    await world.settled();
    const abort = new AbortController();
    const live = new SseReader(await fetch(`${world.simulator.url}/simulator/live`, { signal: abort.signal }), abort);
    await world.agent.call(`/conversations/${id}/read`, { body: { upTo: 1 } });
    const answer = await world.agent.call(`/conversations/${id}/typing`, { body: { typing: true } });
    assert.equal(answer.status, 204);
    const told = await eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      return live.of('typing')[0];
    }, 'typing');
    assert.equal(told.data.phoneId, phone.id);
    await live.close();
  });
});
