import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LedgerRow } from './ledger-view.ts';
import { type Evidence, judge } from './oracle.ts';

const row = (id: string, change: Partial<LedgerRow> = {}): LedgerRow => ({
  ...{ id, clientId: `client ${id}`, conversationId: 'c', customerId: 'ana', position: Number(id), attempt: 1 },
  ...{ purpose: 'reply', state: 'delivered', wasInDoubt: false, wasDeclined: false, sentAgain: false, error: null },
  ...change,
});

const came = (...ids: string[]) => ids.map((deliveryId, n) => ({ deliveryId, at: 1_000 + n }));

function verdictOf(ledger: LedgerRow[], arrivals: Evidence['arrivals'], change: Partial<Evidence> = {}) {
  const none = { acknowledged: new Set<string>(), optedOutAt: new Map<string, number>() };
  const all = judge({ ledger, arrivals, ...none, webhooksCome: true, claimLasts: 100, ...change });
  const { queued: _, ...counts } = all;
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

test('what came once and is told so keeps every promise', () => {
  assert.deepEqual(verdictOf([row('1'), row('2')], came('1', '2')), { sent: 2 });
});

test('what is told to have gone and never came is lost, and so is what was acknowledged and is in no row', () => {
  assert.deepEqual(verdictOf([row('1', { state: 'accepted' })], []), { lost: 1 });
  assert.deepEqual(verdictOf([row('1', { state: 'failed', error: 'Something went wrong' })], []), { lost: 1 });
  assert.deepEqual(verdictOf([row('1')], came('1'), { acknowledged: new Set(['client 9']) }), { sent: 1, lost: 1 });
});

test('a double is explained only where a webhook was lost and the ledger says so, and of marketing never', () => {
  const again = row('1', { sentAgain: true });
  assert.deepEqual(verdictOf([again], came('1', '1')), { doubled: 1 });
  assert.deepEqual(verdictOf([again], came('1', '1'), { webhooksCome: false }), { explained: 1 });
  assert.deepEqual(verdictOf([row('1')], came('1', '1'), { webhooksCome: false }), { doubled: 1 });
  const offer = { ...again, purpose: 'marketing' } as const;
  assert.deepEqual(verdictOf([offer], came('1', '1'), { webhooksCome: false }), { doubled: 1 });
});

test('what comes and is in no row was sent before it was written down', () => {
  assert.deepEqual(verdictOf([], came('1')), { doubled: 1 });
});

test('an opt-out refuses what comes later, and what was claimed before it may still come', () => {
  const optedOutAt = new Map([['ana', 900]]);
  const refused = row('1', {
    purpose: 'marketing',
    state: 'failed',
    error: 'The customer wants no automatic messages',
  });
  assert.deepEqual(verdictOf([refused], [], { optedOutAt }), { refused: 1 });
  const offer = row('1', { purpose: 'marketing' });
  assert.deepEqual(verdictOf([offer], came('1'), { optedOutAt }), { sent: 1 });
  assert.deepEqual(verdictOf([offer], came('1'), { optedOutAt, claimLasts: 99 }), { sent: 1, wronglySent: 1 });
  assert.deepEqual(verdictOf([row('1')], came('1'), { optedOutAt, claimLasts: 0 }), { sent: 1 }, 'an answer may go');
});

test('a later one that comes first is out of order, unless the earlier one was in doubt, declined, or is less urgent', () => {
  assert.deepEqual(verdictOf([row('1'), row('2')], came('2', '1')), { sent: 2, outOfOrder: 1 });
  for (const why of ['wasInDoubt', 'wasDeclined'])
    assert.deepEqual(verdictOf([row('1', { [why]: true }), row('2')], came('2', '1')), { sent: 2 });
  assert.deepEqual(verdictOf([row('1', { purpose: 'marketing' }), row('2')], came('2', '1')), { sent: 2 });
  assert.deepEqual(verdictOf([row('1'), row('2', { conversationId: 'd' })], came('2', '1')), { sent: 2 });
});

test('a ledger that knows less than Meta told is wrong; where a webhook was lost it may, but not that it failed', () => {
  for (const state of ['accepted', 'sent', 'held', 'failed'] as const) {
    const { misreported = 0 } = verdictOf([row('1', { state })], came('1'));
    assert.equal(misreported, 1, state);
  }
  assert.equal(verdictOf([row('1', { state: 'sent' })], came('1'), { webhooksCome: false }).misreported, undefined);
  assert.equal(verdictOf([row('1', { state: 'failed' })], came('1'), { webhooksCome: false }).misreported, 1);
});

test('what is neither sent nor ended is stuck', () => {
  for (const state of ['queued', 'sending', 'unknown'] as const)
    assert.deepEqual(verdictOf([row('1', { state })], []), { stuck: 1 });
});
