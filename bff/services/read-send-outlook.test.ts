import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { ConsentAction, ConsentSource, ConsentTopic } from '../../contract/consent.ts';
import { recordConsents } from '../db/consents.ts';
import { DAY } from '../domain/duration.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { type Person, type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import { readSendOutlook } from './read-send-outlook.ts';
import { stopNumber } from './stop-number.ts';

type Said = [topic: ConsentTopic, action: ConsentAction, source: ConsentSource];

describe('what would become of a message', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
  });

  const outlook = ({ conversationId }: Person) =>
    readSendOutlook(test.appDb, world.merchantId, conversationId, NOW).then(({ text, accounts }) => ({
      text,
      ...accounts[0]!,
    }));
  const say = ({ customerId }: Person, said: readonly Said[]) =>
    world.as(tx =>
      recordConsents(
        tx,
        said.map(([topic, action, source], n) => {
          const at = new Date(NOW.getTime() - 1000 + n);
          return { id: randomUUIDv7(), customerId, topic, action, source, at, recordedAt: at };
        }),
      ),
    );

  const cases: [what: string, said: Said[], marketing: RegExp | null, utility: RegExp | null][] = [
    ['never agreed to offers', [], /has not agreed to offers/, null],
    ['agreed to offers', [['marketing', 'opt-in', 'checkbox']], null, null],
    ['wants no offers', [['marketing', 'opt-out', 'typed-word']], /wants no offers/, null],
    ['switched offers off in WhatsApp', [['marketing', 'opt-out', 'meta-preference']], /switched offers off/, null],
    ['wrote STOP', [['all', 'opt-out', 'typed-word']], /no automatic messages/, /no automatic messages/],
  ];
  for (const [what, said, marketing, utility] of cases) {
    it(`to somebody who ${what} is said before as it comes to be`, async () => {
      const person = await world.person();
      await say(person, said);
      const before = await outlook(person);
      for (const [obstacle, purpose, words] of [
        [before.marketing, 'marketing', marketing],
        [before.utility, 'transactional', utility],
      ] as const) {
        const delivery = await world.queue(person, purpose);
        const { sends } = (await world.claim(NOW))!;
        const { state, error_title: title } = await world.row(delivery);
        if (words === null) {
          assert.equal(obstacle, null);
          assert.deepEqual(
            sends.map(({ deliveryId }) => deliveryId),
            [delivery],
          );
        } else {
          assert.equal(obstacle?.kind, 'refused');
          assert.match(obstacle!.words, words);
          assert.ok(obstacle!.mend.length > 20);
          assert.deepEqual([state, `${title}.`], ['failed', obstacle!.words]);
        }
      }
    });
  }

  it('in free text hangs on the window, and on nothing that was agreed to', async () => {
    const [fresh, late, never] = [
      await world.person({ wroteAt: NOW }),
      await world.person({ wroteAt: new Date(NOW.getTime() - DAY) }),
      await world.person(),
    ];
    await say(fresh, [['all', 'opt-out', 'typed-word']]);
    assert.equal((await outlook(fresh)).text, null);
    assert.match((await outlook(late)).text!.words, /window closed/);
    assert.equal((await outlook(never)).text, null, 'nobody has asked');
  });

  it('waits while its number is stopped, with the reason and what to do', async () => {
    const ana = await world.person({ wroteAt: NOW });
    await say(ana, [['marketing', 'opt-in', 'checkbox']]);
    const stop = { code: 131042, reason: 'Meta asks for a payment.', until: null } as const;
    await world.as(tx => stopNumber(tx, world.numberId, { ...stop, what: 'marketing' }, NOW));
    const some = await outlook(ana);
    assert.deepEqual([some.text, some.utility], [null, null]);
    assert.deepEqual([some.marketing?.kind, some.marketing?.words], ['waits', 'Meta asks for a payment.']);
    await world.as(tx => stopNumber(tx, world.numberId, { ...stop, what: 'all' }, NOW));
    const all = await outlook(ana);
    for (const obstacle of [all.text, all.utility, all.marketing]) {
      assert.equal(obstacle?.kind, 'waits');
      assert.ok(obstacle!.mend.length > 10);
    }
    await say(ana, [['marketing', 'opt-out', 'typed-word']]);
    assert.equal((await outlook(ana)).marketing?.kind, 'refused', 'what would be refused does not wait');
  });

  it('is nothing to strangers', async () => {
    const ana = await world.person();
    const other = await sendingWorld(test.appDb);
    await assert.rejects(readSendOutlook(test.appDb, other.merchantId, ana.conversationId, NOW), { code: 'not-found' });
  });
});
