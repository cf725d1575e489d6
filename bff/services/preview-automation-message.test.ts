import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { MessagePreview } from '../../contract/automation-preview.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { automationWorld, cartRule, cartStep } from '../testing/automation-world.ts';
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

  const look = (
    customer: string,
    action: object,
    now = NOW,
    changes: Record<string, unknown> = {},
  ): Promise<MessagePreview> => {
    const { trigger, if: condition, cancelledBy, hours, steps } = cartRule(changes);
    const step = { ...steps[0]!, do: action as never };
    const rule = { trigger, if: condition, cancelledBy, hours };
    return previewAutomationMessage(test.appDb, world.merchantId, { customer, rule, step }, now);
  };
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
    const filled = async (options: Parameters<typeof world.shopper>[0]) => {
      const shopper = await world.shopper(options);
      await world.fills(shopper.visitorId, NOW);
      await world.follow(NOW);
      return shopper.customerId;
    };
    const by = async (options: Parameters<typeof world.shopper>[0]) =>
      (await look(await filled(options), cartMessage)).now.by;
    assert.equal(await by({}), 'template');
    assert.equal(await by({ wroteAt: new Date(NOW.getTime() - HOUR) }), 'text');
    const never = await look(await filled({ optedIn: false }), cartMessage);
    assert.deepEqual([never.now.would, never.now.by, /agree/i.test(never.now.words)], ['not', null, true]);
    const empty = await look((await world.shopper()).customerId, cartMessage);
    assert.deepEqual([empty.occasion, empty.now.would], [null, 'not']);
    assert.match(empty.now.words, /cart/);
  });

  describe('says whether it would be sent', () => {
    const filled = async (options: Parameters<typeof world.shopper>[0] = {}) => {
      const shopper = await world.shopper(options);
      await world.fills(shopper.visitorId, NOW);
      await world.follow(NOW);
      return shopper;
    };
    const now = async (customerId: string, changes: Record<string, unknown>, at = NOW) =>
      (await look(customerId, cartMessage, at, changes)).now;

    it('not where a condition of the rule or the step does not hold, with what decides it', async () => {
      const { customerId } = await filled();
      const bought = { kind: 'number', field: 'customer.orders', is: 'at-least', value: 1 };
      for (const changes of [{ if: bought }, { steps: [cartStep(60, { if: bought })] }]) {
        const { would, words } = await now(customerId, changes);
        assert.deepEqual(
          [would, words],
          ['not', 'A condition does not hold: customer.orders is 0, and is to be at least 1.'],
        );
      }
      assert.equal((await now(customerId, {})).would, 'send');
    });

    it('not where what cancels it has come about since it began, and only where the rule names it', async () => {
      const shopper = await filled();
      await world.writes(shopper, new Date(NOW.getTime() + MINUTE));
      const later = new Date(NOW.getTime() + HOUR);
      const { would, words } = await now(shopper.customerId, {}, later);
      assert.deepEqual([would, words.startsWith('They have written since')], ['not', true]);
      assert.equal((await now(shopper.customerId, { cancelledBy: [] }, later)).would, 'send');
    });

    it('later, when the night is over where they are; not, where it makes no sense any more by then', async () => {
      // 21:00 in Tokyo at NOW.
      const { customerId } = await filled({ timeZone: 'Asia/Tokyo' });
      const night = new Date(NOW.getTime() + HOUR);
      const steps = [cartStep(60, { withinMinutes: 24 * 60 })];
      const late = await now(customerId, { hours: 'not-quiet', steps }, night);
      assert.deepEqual([late.would, late.until], ['later', new Date(NOW.getTime() + 12 * HOUR).toISOString()]);
      const never = await now(customerId, { hours: 'not-quiet' }, night);
      assert.deepEqual([never.would, /makes no sense after/.test(never.words)], ['not', true]);
      assert.equal((await now(customerId, {}, night)).would, 'send');
    });
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
