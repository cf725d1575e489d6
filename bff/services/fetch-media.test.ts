import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Message } from '../../contract/message.ts';
import type { Attachment } from '../../contract/message-parts.ts';
import { eventually } from '../testing/eventually.ts';
import { png, voiceNote, webp } from '../testing/sample-files.ts';
import { startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';
import { eraseCustomer } from './erase-customer.ts';

const isAttachment = ({ content }: Message) => content.kind === 'attachment';

describe('a file from a phone', () => {
  let world: WhatsAppWorld;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());

  /** A phone with a conversation that it has begun. */
  async function someone() {
    const phone = await world.phone();
    const hello = `hello from ${phone.id}`;
    await phone.write(hello);
    const { id } = await world.conversationWith(hello);
    const file = async () => {
      await world.settled();
      await world.filesSettled();
      return (await world.messages(id)).findLast(isAttachment)!.content as Attachment;
    };
    return { phone, id, file };
  }

  it('is here within a moment, checked, measured, and handed out as it was sent', async () => {
    const { phone, file } = await someone();
    const bytes = png(40, 30);
    await phone.send({ type: 'image', image: { id: await world.file(bytes, 'image/png'), caption: 'Our room' } });
    const content = await file();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { mediaId, url, ...facts } = content;
    assert.deepEqual(facts, {
      kind: 'attachment',
      type: 'image',
      state: 'stored',
      caption: 'Our room',
      mimeType: 'image/png',
      size: bytes.length,
      sha256,
      width: 40,
      height: 30,
    });
    assert.ok(mediaId);
    const answer = await fetch(world.app.url + url);
    assert.equal(answer.headers.get('content-type'), 'image/png');
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), bytes);
  });

  it('is what its bytes are, whatever the phone says', async () => {
    const { phone, file } = await someone();
    const page = new TextEncoder().encode('<script>alert(1)</script>');
    const id = await world.file(new Uint8Array(page), 'image/jpeg');
    await phone.send({ type: 'image', image: { id } });
    const { mimeType, url } = await file();
    assert.equal(mimeType, 'text/plain');
    const answer = await fetch(world.app.url + url);
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
    assert.match(answer.headers.get('content-disposition')!, /^attachment/);
  });

  it('that was spoken is a voice note, and a sticker that moves says so', async () => {
    const { phone, file } = await someone();
    await phone.send({ type: 'audio', audio: { id: await world.file(voiceNote(), 'audio/ogg; codecs=opus') } });
    const spoken = await file();
    assert.deepEqual([spoken.type, spoken.voice, spoken.mimeType], ['audio', true, 'audio/ogg; codecs=opus']);
    const id = await world.file(webp(512, 512, true), 'image/webp');
    await phone.send({ type: 'sticker', sticker: { id, animated: true } });
    const sticker = await file();
    assert.deepEqual([sticker.type, sticker.animated, sticker.width], ['sticker', true, 512]);
  });

  it('is gone from the disk and from every link when its sender is forgotten', async () => {
    const { phone, id, file } = await someone();
    await phone.send({ type: 'image', image: { id: await world.file(png(9, 9), 'image/png') } });
    const { url, mediaId, sha256 } = await file();
    const { customer } = await world.detail(id);
    const merchantId = world.app.a.id;
    await eraseCustomer(world.app.context(), Buffer.alloc(32), merchantId, customer.id);
    assert.equal((await fetch(world.app.url + url)).status, 404);
    await world.filesSettled();
    const place = { merchantId, mediaId: mediaId!, sha256: sha256! };
    assert.equal(await world.app.deps.mediaStore.read(place), null);
    const rows = await world.app.test.ownerSql`select 1 from queue.jobs where ref = ${mediaId}`;
    assert.equal(rows.length, 0);
  });

  it('that WhatsApp does not know any more is lost, in a word', async () => {
    const { phone, id, file } = await someone();
    await world.line.down();
    try {
      const metaId = await world.file(png(2, 2), 'image/png');
      await phone.send({ type: 'image', image: { id: metaId } });
      await eventually(async () => (await world.messages(id)).some(isAttachment), 'the message');
      assert.equal(((await world.messages(id)).findLast(isAttachment)!.content as Attachment).state, 'fetching');
    } finally {
      await world.line.up();
    }
    world.clock.advance(7 * 24 * 3600 * 1000);
    const { state, reason } = await file();
    assert.deepEqual([state, reason], ['lost', 'gone']);
  });
});
