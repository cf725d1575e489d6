import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { startGate } from './gate.ts';

/** Lets messages come at these moments, in ms; returns the names of those that passed, each with its moment. */
async function passing(comes: readonly { at: number; name: string; urgent?: boolean }[], throughput: number) {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let clock = 0;
    const gate = startGate(() => clock);
    const passed: { name: string; at: number }[] = [];
    const last = Math.max(...comes.map(({ at }) => at)) + 10_000;
    for (; clock <= last; clock += 1) {
      for (const { name, urgent = false } of comes.filter(({ at }) => at === clock))
        void gate('number', throughput, urgent).then(() => passed.push({ name, at: clock }));
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

  test('an answer by a person passes before a heap', async () => {
    const heap = many(300, () => 0);
    const passed = await passing([...heap, { at: 500, name: 'answer', urgent: true }], 80);
    assert.equal(passed[79]!.name, 'answer');
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
