import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { MessagePreview } from '../../contract/automation-preview.ts';
import { HOUR } from '../domain/duration.ts';
import { automationWorld, cartStep } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { previewAutomationMessage } from './preview-automation-message.ts';
import { Refusal } from './refusal.ts';

const { do: cartMessage } = cartStep(60);
const withText = (text: string) => ({ ...cartMessage, text });

describe('a message looked at with a customer', () => {
  let test: TestDatabase;
  let world: Awaited<ReturnType<typeof automationWorld>>;
  before(async () => {
    test = await testDatabase();
    world = await automationWorld(test.appDb);
  });
  after(() => test.drop());

  const look = (customer: string, action: object, now = NOW): Promise<MessagePreview> =>
    previewAutomationMessage(test.appDb, world.merchantId, { customer, action: action as never }, now);
  const shown = ({ text }: MessagePreview) => text?.pieces.map(({ from, text: words }) => `${from}: ${words}`);

  it('tells what is known of them from what stands there instead, and from what is missing', async () => {
    const shopper = await world.shopper();
    await world.fills(shopper.visitorId, NOW);
    await world.follow(NOW);
    const preview = await look(
      shopper.customerId,
      withText('Hi {{customer.first_name|there}}, {{cart.items}} {{quote.number}}'),
    );
    assert.deepEqual(shown(preview), [
      'words: Hi ',
      'fallback: there',
      'words: , ',
      'known: Oak table',
      'words:  ',
      'missing: ',
    ]);
    assert.match(preview.text?.problem ?? '', /last quote's number/);
    assert.equal(preview.template?.found?.shown.body, 'Hi there, Oak table is still in your cart.');
    assert.deepEqual(
      preview.template?.found?.values.map(({ key, pieces }) => [key, pieces[0]?.from]),
      [
        ['body.1', 'fallback'],
        ['body.2', 'known'],
      ],
    );
  });

  it('says which way it would go now: as the timekeeper would', async () => {
    const by = async (options: Parameters<typeof world.shopper>[0]) =>
      (await look((await world.shopper(options)).customerId, cartMessage)).now.by;
    assert.equal(await by({}), 'template');
    assert.equal(await by({ wroteAt: new Date(NOW.getTime() - HOUR) }), 'text');
    const never = await look((await world.shopper({ optedIn: false })).customerId, cartMessage);
    assert.deepEqual([never.now.by, /agree/i.test(never.now.words)], ['none', true]);
  });

  it('knows a template that is not there', async () => {
    const { customerId } = await world.shopper();
    const template = { name: 'gone', language: 'en', values: {} };
    const preview = await look(customerId, { ...cartMessage, template });
    assert.deepEqual([preview.template?.found, preview.template?.problems.length], [null, 1]);
  });

  it('is of messages and of customers that are there', async () => {
    const { customerId } = await world.shopper();
    const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
    await assert.rejects(look(customerId, { kind: 'assign', to: null }), refused('invalid-request'));
    await assert.rejects(look(randomUUIDv7(), cartMessage), refused('not-found'));
  });
});
