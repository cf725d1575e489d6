import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { MediaUploaded } from '../../contract/media.ts';
import { HOUR } from '../domain/duration.ts';
import { asOwner } from '../testing/planting.ts';
import { png } from '../testing/sample-files.ts';
import { ACCOUNT, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

type Tried = { state: string; attempt: number; history: { what: string; code?: number }[] };

describe('a picture that WhatsApp had, and has lost', () => {
  let world: WhatsAppWorld;
  let thread: string;
  let mediaId: string;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(async () => {
    thread = await person();
    await world.settled();
    mediaId = (await world.agent.file<MediaUploaded>('sofa.png', png(40, 30))).json.id;
    await world.reaches(thread, await send(), 'delivered');
    world.clock.advance(HOUR);
  });
  afterEach(() => world.faults());

  const sql = <T>(work: Parameters<typeof asOwner<T>>[2]) => asOwner(world.app.test.ownerSql, world.app.a.id, work);
  /** Somebody who has written. Returns the conversation. */
  async function person(): Promise<string> {
    const phone = await world.phone();
    await phone.write(`hello from ${phone.id}`);
    return (await world.conversationWith(`hello from ${phone.id}`)).id;
  }
  async function send(to = thread): Promise<string> {
    const sent = await world.agent.send(to, { kind: 'attachment', mediaId });
    assert.equal(sent.status, 201, sent.text);
    return sent.json.message.id;
  }
  const kept = async (): Promise<string | undefined> => {
    const [row] = await sql(tx => tx`select meta_id from media_uploads where media_id = ${mediaId}`);
    return row?.meta_id as string | undefined;
  };
  /** Meta has no such file any more. Returns the id that it had. */
  async function forget(): Promise<string> {
    const id = (await kept())!;
    const headers = { authorization: `Bearer ${ACCOUNT.accessToken}` };
    const gone = await fetch(`${world.simulator.url}/v24.0/${id}`, { method: 'DELETE', headers });
    assert.equal(gone.status, 200);
    return id;
  }
  const tried = async (id: string): Promise<Tried> => {
    const [row] = await sql(tx => tx`select state, attempt, history from deliveries where message_id = ${id}`);
    return row as unknown as Tried;
  };

  it('is brought there anew, and goes by itself', async () => {
    const lost = await forget();
    const id = await send();
    await world.reaches(thread, id, 'delivered');
    const { attempt, history } = await tried(id);
    assert.deepEqual([attempt, history.map(({ what, code }) => [what, code])], [2, [['refused', 131009]]]);
    assert.notEqual(await kept(), lost);
  });

  it('goes by itself to everybody whom it was on its way to just then', async () => {
    const threads = [thread, await person(), await person(), await person()];
    await world.settled();
    // The first has it brought anew, and is there, before the others hear that it was lost.
    await world.faults({ answerDelay: { rate: 0.5, ms: 300 } });
    await forget();
    const ids = await Promise.all(threads.map(to => send(to)));
    for (const [i, id] of ids.entries()) await world.reaches(threads[i]!, id, 'delivered');
  });

  for (const code of [131009, 131053, 100]) {
    it(`fails if that was not all that Meta refused, and is brought anew when somebody sends it again: ${code}`, async () => {
      const before = await kept();
      await world.faults({ errors: { code } });
      const id = await send();
      await world.reaches(thread, id, 'failed');
      assert.equal((await tried(id)).attempt, 2, 'once by itself, not for ever');
      await world.faults();
      const [row] = await sql(tx => tx`select id from deliveries where message_id = ${id}`);
      const again = await world.agent.call(`/deliveries/${row!.id}/send-again`, { method: 'POST' });
      assert.ok(again.status < 300, again.text);
      await world.reaches(thread, id, 'delivered');
      assert.notEqual(await kept(), before);
    });
  }

  it('is not kept as brought there if Meta says so late', async () => {
    await world.faults({ errors: { code: 131053, in: 'status' } });
    await world.reaches(thread, await send(), 'failed');
    assert.equal(await kept(), undefined);
  });

  it('is kept as brought there when Meta refuses it for another reason', async () => {
    const before = await kept();
    await world.faults({ errors: { code: 131026 } });
    await world.reaches(thread, await send(), 'failed');
    assert.equal(await kept(), before);
  });
});
