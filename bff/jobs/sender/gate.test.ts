import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { startGate } from './gate.ts';

/** Takes each message when it is written, and answers in 5 ms. */
const atOnce = (at: number) => at;

/**
 * Lets messages come at these moments, in ms; returns the names of those that passed, each with its moment.
 * @param taken when Meta takes a message that is written then
 */
async function passing(
  comes: readonly { at: number; name: string; urgent?: boolean }[],
  throughput: number,
  taken: (at: number) => number = atOnce,
) {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let clock = 0;
    const gate = startGate(() => clock);
    const passed: { name: string; at: number }[] = [];
    const answers: { at: number; tell: () => void }[] = [];
    const last = Math.max(...comes.map(({ at }) => at)) + 10_000;
    for (; clock <= last; clock += 1) {
      for (const { name, urgent = false } of comes.filter(({ at }) => at === clock))
        void gate('number', throughput, urgent).then(tell => {
          passed.push({ name, at: clock });
          answers.push({ at: taken(clock) + 5, tell });
        });
      for (const { tell } of answers.filter(({ at }) => at === clock)) tell();
      await Promise.resolve();
      mock.timers.tick(1);
    }
    return passed;
  } finally {
    mock.timers.reset();
  }
}

const many = (count: number, at: (n: number) => number) =>
  Array.from({ length: count }, (_, n) => ({ at: at(n), name: `${n}` }));

describe('the gate before Meta', () => {
  test('whoever comes at the pace of the number passes at once', async () => {
    const passed = await passing(
      many(400, n => Math.floor(n * (1000 / 78.4))),
      80,
    );
    assert.ok(passed.every(({ name, at }) => at <= Math.floor(Number(name) * (1000 / 78.4)) + 1));
  });

  test('a heap that was held up goes out in its order, and never more in any second than the number may', async () => {
    const passed = await passing(
      many(200, () => 0),
      80,
    );
    assert.deepEqual(
      passed.map(({ name }) => name),
      many(200, () => 0).map(({ name }) => name),
    );
    for (const { at: from } of passed)
      assert.ok(passed.filter(({ at }) => at >= from && at < from + 1000).length <= 80, `from ${from} on`);
    assert.equal(passed.filter(({ at }) => at < 1000).length, 79);
    assert.ok(passed.at(-1)!.at < 2_100);
  });

  test('what Meta takes late, in a heap with what comes after it, is never more than the number may in any second', async () => {
    const taken = (at: number) => (at % 2000 >= 940 && at % 2000 < 1000 ? at - (at % 1000) + 1000 : at);
    const passed = await passing(
      many(800, n => Math.floor(n * (1000 / 78.4))),
      80,
      taken,
    );
    assert.equal(passed.length, 800);
    const counted = passed.map(({ at }) => taken(at));
    for (const from of counted)
      assert.ok(counted.filter(at => at >= from && at < from + 1000).length <= 80, `from ${from} on`);
    assert.ok(passed.at(-1)!.at < 11_000, `the last one at ${passed.at(-1)!.at} ms`);
  });

  test('a message that is never answered keeps one place, and no more', async () => {
    const passed = await passing(
      many(800, n => Math.floor(n * (1000 / 78.4))),
      80,
      at => (at > 1000 && at < 1010 ? Number.POSITIVE_INFINITY : at),
    );
    assert.ok(passed.at(-1)!.at < 10_600, `the last one at ${passed.at(-1)!.at} ms`);
  });

  test('answers that always take long cost nothing', async () => {
    for (const long of [400, 3_000]) {
      const passed = await passing(
        many(800, n => Math.floor(n * (1000 / 78.4))),
        80,
        at => at + long,
      );
      assert.ok(passed.at(-1)!.at < 10_600, `${long}: the last one at ${passed.at(-1)!.at} ms`);
    }
  });

  test('an answer by a person passes a heap at once', async () => {
    const heap = many(300, () => 0);
    const passed = await passing([...heap, { at: 500, name: 'answer', urgent: true }], 80);
    assert.deepEqual(passed[79], { name: 'answer', at: 500 });
  });

  test('a number that may send very little sends all the same', async () => {
    const passed = await passing(
      many(3, () => 0),
      1,
    );
    assert.equal(passed.length, 3);
    assert.ok(passed[2]!.at >= 2000);
  });
});
