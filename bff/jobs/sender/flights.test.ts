import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pino } from 'pino';
import { changeNumber } from '../../db/whatsapp-numbers.ts';
import { inProcessLive } from '../../live/in-process.ts';
import { diskStore } from '../../media/disk-store.ts';
import { sealer as createSealer } from '../../security/seal.ts';
import { numberPlace } from '../../services/connect-whatsapp.ts';
import { FixedClock } from '../../testing/clock.ts';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { NOW } from '../../testing/merchants.ts';
import { RULES, type SendingWorld, sendingWorld } from '../../testing/sending-world.ts';
import { cloudApi } from '../../whatsapp/cloud-api.ts';
import { mediaApi } from '../../whatsapp/media-api.ts';
import { startFlights } from './flights.ts';

const sealer = createSealer(Buffer.alloc(32, 'k'));
const MARGIN = RULES.settleTime / 2;

describe('a message whose attempt is written', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  let received: string[];
  const meta = createServer(async (request, response) => {
    received.push(Buffer.concat(await request.toArray()).toString());
    response.end(JSON.stringify({ messages: [{ id: `wamid.${received.length}` }] }));
  });
  before(async () => {
    test = await testDatabase();
    await once(meta.listen(0, '127.0.0.1'), 'listening');
  });
  after(async () => {
    meta.closeAllConnections();
    meta.close();
    await test.drop();
  });
  beforeEach(async () => {
    received = [];
    world = await sendingWorld(test.appDb);
    const accessToken = sealer.seal('token', numberPlace(world.merchantId, world.numberId));
    await world.as(tx => changeNumber(tx, world.numberId, { accessToken }));
  });

  /** Carries one answer through, while this process stands still for so long between attempt and request. */
  async function fly(standsStill: number): Promise<string> {
    const reply = await world.queue(await world.person({ wroteAt: NOW }), 'reply');
    const claim = (await world.claim(NOW))!;
    const clock = new FixedClock(NOW);
    const graph = {
      baseUrl: `http://127.0.0.1:${(meta.address() as AddressInfo).port}`,
      version: 'v25.0',
      timeoutMs: 5000,
    };
    const flights = startFlights({
      ...{ db: test.appDb, live: inProcessLive(), clock, log: pino({ level: 'silent' }), sealer, ...RULES },
      ...{ api: cloudApi(graph), mediaApi: mediaApi(graph), mediaStore: diskStore('/nowhere'), random: () => 0 },
      onStep: step => {
        if (step === 'begun') clock.advance(standsStill);
      },
    });
    flights.launch(world.merchantId, claim);
    await flights.land();
    return reply;
  }

  it('is written until half of the settle time has passed', async () => {
    const reply = await fly(MARGIN - 1);
    assert.equal(received.length, 1);
    assert.equal((await world.row(reply)).state, 'accepted');
  });

  it('is not written from then on, since others may soon send it again, and goes back into the line', async () => {
    const reply = await fly(MARGIN);
    assert.deepEqual(received, []);
    assert.equal((await world.row(reply)).state, 'queued');
    assert.equal((await world.claim(new Date(NOW.getTime() + MARGIN)))!.sends[0]?.deliveryId, reply);
  });
});
