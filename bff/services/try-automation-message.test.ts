import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { addIdentities, insertCustomer } from '../db/customers.ts';
import { HOUR } from '../domain/duration.ts';
import { SAFETY_MARGIN, SERVICE_WINDOW } from '../domain/service-window.ts';
import { inProcessLive } from '../live/in-process.ts';
import { automationWorld, cartStep } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedAgent } from '../testing/merchants.ts';
import { Refusal } from './refusal.ts';
import { tryAutomationMessage } from './try-automation-message.ts';
import { phoneIdentity } from './whatsapp-identities.ts';

const { do: cartMessage } = cartStep(60);
const action = { ...cartMessage, text: 'Hi {{customer.first_name|there}}' } as never;
const live = inProcessLive();
let phones = 0;

describe('a test upon one’s own phone', () => {
  let test: TestDatabase;
  let world: Awaited<ReturnType<typeof automationWorld>>;
  let agent: { id: string; name: string };
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await automationWorld(test.appDb);
    agent = { id: (await world.as(tx => seedAgent(tx))).id, name: 'Lena' };
  });

  /** A phone that is known here by the number it is written as. */
  async function phone(
    options: Parameters<typeof world.person>[0] = {},
  ): Promise<{ written: string; customerId: string }> {
    const person = await world.person(options);
    phones += 1;
    const digits = `4917620${String(phones).padStart(6, '0')}`;
    await world.as(tx => addIdentities(tx, person.customerId, [phoneIdentity(digits)], NOW));
    return { written: `+49 176 20${digits.slice(-6)}`, customerId: person.customerId };
  }
  const attempt = (
    written: string,
    { customer = null as string | null, clientId = randomUUIDv7(), what = action } = {},
  ) =>
    tryAutomationMessage({ db: test.appDb, live, now: NOW }, world.merchantId, agent, {
      ...{ clientId, phone: written, action: what, customer },
    });
  const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
  const ledger = () =>
    world.as(tx =>
      tx.execute<{ purpose: string; expires_at: string; said: string; author: string }>(
        `select d.purpose, d.expires_at, m.author, coalesce(m.content->>'text', m.content->>'body') as said
         from deliveries d join whatsapp_messages m on m.merchant_id = d.merchant_id and m.id = d.message_id`,
      ),
    );

  it('goes as text to a phone that wrote within 24 hours, as a row of the ledger that ends within the hour', async () => {
    const { written } = await phone({ wroteAt: new Date(NOW.getTime() - SERVICE_WINDOW + SAFETY_MARGIN + 1) });
    assert.equal((await attempt(written)).by, 'text');
    const [row] = await ledger();
    assert.deepEqual([row?.said, row?.purpose, row?.author], ['Hi there', 'marketing', 'agent']);
    assert.deepEqual(new Date(row!.expires_at), new Date(NOW.getTime() + HOUR));
  });

  it('goes as the template to a phone whose 24 hours are over', async () => {
    const { written } = await phone({ wroteAt: new Date(NOW.getTime() - SERVICE_WINDOW + SAFETY_MARGIN) });
    const shopper = await world.shopper();
    await world.fills(shopper.visitorId, NOW);
    await world.follow(NOW);
    assert.equal((await attempt(written, { customer: shopper.customerId })).by, 'template');
    assert.equal((await ledger())[0]?.said, 'Hi there, Oak table is still in your cart.');
  });

  it('says so when only a template would do and there is none', async () => {
    const { written } = await phone();
    await assert.rejects(
      attempt(written, { what: { ...(action as object), template: null } as never }),
      refused('service-window-closed'),
    );
  });

  it('is one message however often it is asked for with the same id', async () => {
    const { written } = await phone({ wroteAt: NOW });
    const clientId = randomUUIDv7();
    assert.deepEqual(await attempt(written, { clientId }), await attempt(written, { clientId }));
    assert.equal((await ledger()).length, 1);
  });

  it('goes to nobody who is not known on WhatsApp, and to no phone that is none', async () => {
    await assert.rejects(attempt('+49 176 99999999'), refused('channel-unavailable'));
    await assert.rejects(attempt('call me'), refused('invalid-request'));
    const stranger = await automationWorld(test.appDb);
    const digits = '4917630000001';
    await stranger.as(async tx => {
      const id = randomUUIDv7();
      await insertCustomer(tx, { id, kind: 'known', now: NOW });
      await addIdentities(tx, id, [phoneIdentity(digits)], NOW);
    });
    await assert.rejects(attempt(`+${digits}`), refused('channel-unavailable'));
    assert.equal((await ledger()).length, 0);
  });
});
