import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryRow } from '../db/deliveries.ts';
import { seeded } from '../testing/seeded.ts';
import { sequence, shuffled } from '../testing/status-sequences.ts';
import { applyEvents } from './delivery-facts.ts';

const at = new Date('2026-03-10T12:00:00Z');
const queued = { state: 'queued', queuedAt: at, errorCode: null, errorTitle: null } as DeliveryRow;

test('10,000 sequences of events, shuffled and tripled, each end in the same row', () => {
  const random = seeded(4);
  for (let n = 0; n < 10_000; n++) {
    const events = sequence(random);
    const { row } = applyEvents(queued, events);
    const mixed = shuffled([...events, ...events, ...events], random);
    assert.deepEqual(
      mixed.reduce((known, event) => applyEvents(known, [event]).row, queued),
      row,
    );
    assert.deepEqual(applyEvents(queued, mixed).row, row);
    assert.equal(applyEvents(row, mixed).shows, false, 'told again it shows nothing new');
  }
});

test('being sent looks like waiting to be sent', () => {
  const sending = applyEvents(queued, [{ state: 'sending', at }]);
  assert.deepEqual([sending.row.state, sending.shows], ['sending', false]);
  assert.equal(applyEvents(sending.row, [{ state: 'accepted', at }]).shows, true);
});

test('an earlier failure with another reason shows', () => {
  const failed = (second: number, title: string) => ({
    state: 'failed' as const,
    at: new Date(at.getTime() + 1000 * second),
    error: { code: 1, title },
  });
  const { row } = applyEvents(queued, [failed(5, 'late')]);
  assert.equal(applyEvents(row, [failed(6, 'later')]).shows, false);
  assert.equal(applyEvents(row, [failed(4, 'first')]).shows, true);
});
