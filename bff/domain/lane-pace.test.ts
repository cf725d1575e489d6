import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HORIZON, type Pace, recovered, slotsFreeAt, slowed, takeSlot } from './lane-pace.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const at = (ms: number) => new Date(NOW.getTime() + ms);
const pace = (nextAt: Date, perSecond = 80): Pace => ({ nextAt, perSecond });

describe("a number's pace", () => {
  it('gives slots that are more than 1/80 s apart, and none beyond the horizon', () => {
    const slots: Date[] = [];
    let left = pace(NOW);
    for (;;) {
      const taken = takeSlot(left, 'marketing', NOW);
      if (!taken) break;
      slots.push(taken.slot);
      left = taken.pace;
    }
    assert.ok(slots.length >= 8 && slots.length <= 9, `${slots.length}`);
    const gaps = slots.slice(1).map((slot, n) => slot.getTime() - slots[n]!.getTime());
    assert.ok(gaps.every(gap => gap >= 12));
    assert.ok(slots.at(-1)!.getTime() - NOW.getTime() <= HORIZON);
  });

  it('does not make up for time in which nothing was sent', () => {
    const taken = takeSlot(pace(at(-10_000)), 'marketing', NOW)!;
    assert.deepEqual(taken.slot, NOW);
    assert.ok(taken.pace.nextAt > NOW);
  });

  it('lets an answer go at once, and charges the slots to come', () => {
    const taken = takeSlot(pace(at(500)), 'reply', NOW)!;
    assert.deepEqual(taken.slot, NOW);
    assert.ok(taken.pace.nextAt > at(500));
    assert.equal(takeSlot(pace(at(500)), 'marketing', NOW), null);
  });

  it('lends answers one second of slots, not more', () => {
    assert.ok(takeSlot(pace(at(1000)), 'reply', NOW));
    assert.equal(takeSlot(pace(at(1001)), 'reply', NOW), null);
  });

  it('never gives out more in a second than Meta takes, whatever the order of asking', () => {
    const asking = fc.array(fc.record({ wait: fc.nat(40), reply: fc.boolean() }), { minLength: 50, maxLength: 400 });
    fc.assert(
      fc.property(asking, asks => {
        let [now, left] = [NOW, pace(NOW)];
        const slots: number[] = [];
        for (const { wait, reply } of asks) {
          now = new Date(now.getTime() + wait);
          const taken = takeSlot(left, reply ? 'reply' : 'transactional', now);
          if (!taken) continue;
          slots.push(taken.slot.getTime());
          left = taken.pace;
        }
        slots.sort((a, b) => a - b);
        // What answers have borrowed comes on top once, and is paid back.
        for (const [n, first] of slots.entries()) {
          for (const seconds of [1, 3]) {
            const within = slots.slice(n).filter(slot => slot - first < seconds * 1000).length;
            assert.ok(within <= 80 * seconds + 80, `${within} in ${seconds} s`);
          }
        }
      }),
    );
  });

  it('is slower after a throttle, and comes back by itself', () => {
    const slow = slowed(pace(NOW), NOW);
    assert.ok(slow.perSecond < 60);
    assert.deepEqual(slow.nextAt, at(1000));
    assert.ok(recovered(slow, NOW, 80, at(1000)).perSecond > slow.perSecond);
    assert.equal(recovered(slow, NOW, 80, at(60_000)).perSecond, 80);
    assert.equal(recovered(pace(NOW, 1000), NOW, 80, NOW).perSecond, 80, 'a number that was cut down');
    assert.equal(slowed(pace(NOW, 1), NOW).perSecond, 1);
  });

  it('is worth another look when a slot comes within the horizon', () => {
    assert.ok(takeSlot(pace(at(100)), 'marketing', slotsFreeAt(pace(at(100)))));
  });
});
