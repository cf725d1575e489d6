import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FanOut } from './fan-out.ts';
import { merchantTopic, WORK_TOPIC } from './live.ts';

const fail = (error: unknown) => assert.fail(String(error));

describe('FanOut', () => {
  it('keeps nothing of who has gone', () => {
    const fanOut = new FanOut(fail);
    const subscriptions = Array.from({ length: 100 }, (_, n) => fanOut.subscribe(merchantTopic(`${n % 10}`), () => {}));
    assert.equal(fanOut.size, 10);
    for (const unsubscribe of subscriptions) unsubscribe();
    assert.equal(fanOut.size, 0);
  });

  it('does not take a newcomer away when who left before leaves again', () => {
    const fanOut = new FanOut(fail);
    const first = fanOut.subscribe(WORK_TOPIC, () => {});
    first();
    let calls = 0;
    fanOut.subscribe(WORK_TOPIC, () => {
      calls += 1;
    });
    first();
    fanOut.emit({ kind: 'work' });
    assert.deepEqual([calls, fanOut.size], [1, 1]);
  });

  it('takes one function twice as two subscriptions', () => {
    const fanOut = new FanOut(fail);
    let calls = 0;
    const count = () => {
      calls += 1;
    };
    const [first] = [fanOut.subscribe(WORK_TOPIC, count), fanOut.subscribe(WORK_TOPIC, count)];
    first();
    fanOut.emit({ kind: 'work' });
    assert.equal(calls, 1);
  });

  it('tells everybody what was missed, and goes on past one that throws', () => {
    const troubles: unknown[] = [];
    const fanOut = new FanOut(error => troubles.push(error));
    const told: string[] = [];
    fanOut.subscribe(WORK_TOPIC, () => {
      throw new Error('bad');
    });
    fanOut.subscribe(WORK_TOPIC, ({ kind }) => told.push(kind));
    fanOut.subscribe(merchantTopic('m'), ({ kind }) => told.push(kind));
    fanOut.missed();
    assert.deepEqual(told, ['missed', 'missed']);
    assert.equal(troubles.length, 1);
  });
});
