import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE, SECOND } from './duration.ts';
import { decideSend, type SendFacts } from './send-decision.ts';
import { SAFETY_MARGIN, SERVICE_WINDOW } from './service-window.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const at = (ms: number) => new Date(NOW.getTime() + ms);
const SETTLE = 2 * MINUTE;
const TEMPLATE = { status: 'APPROVED', pausedUntil: null, hasChanged: false };

const decide = (facts: Partial<SendFacts>) =>
  decideSend(
    {
      ...{ state: 'queued', purpose: 'reply', unknownAt: null, unreadSince: null, resends: 0 },
      ...{ failedClaims: 0, expiresAt: null },
      ...{ isConnected: true, hasRecipient: true, template: null, lastInboundAt: at(-MINUTE), consent: { ok: true } },
      ...facts,
    },
    SETTLE,
    NOW,
  );

describe('a queued message', () => {
  it('goes inside the window, to the millisecond', () => {
    assert.deepEqual(decide({ lastInboundAt: at(-(SERVICE_WINDOW - SAFETY_MARGIN) + 1) }), { send: 'now' });
    const closed = decide({ lastInboundAt: at(-(SERVICE_WINDOW - SAFETY_MARGIN)) });
    assert.ok(closed.send === 'nothing' && /window closed/.test(closed.reason));
  });

  it('goes outside the window when it is a template that may be used', () => {
    for (const status of ['APPROVED', 'REINSTATED', 'FLAGGED'])
      assert.deepEqual(decide({ lastInboundAt: null, template: { status, pausedUntil: null, hasChanged: false } }), {
        send: 'now',
      });
  });

  it('waits while its template is paused, until it is worth a look', () => {
    const paused = (pausedUntil: Date | null) =>
      decide({ template: { status: 'PAUSED', pausedUntil, hasChanged: true } });
    assert.deepEqual(paused(at(3 * MINUTE)), { send: 'later', reason: 'template-paused', until: at(3 * MINUTE) });
    for (const until of [null, at(60 * MINUTE), at(-1)])
      assert.deepEqual(paused(until), { send: 'later', reason: 'template-paused', until: at(10 * MINUTE) });
  });

  for (const status of ['DISABLED', 'DELETED', 'REJECTED', 'something new']) {
    it(`fails when its template is ${status}`, () => {
      const decision = decide({ template: { status, pausedUntil: null, hasChanged: false } });
      assert.ok(decision.send === 'nothing' && decision.reason.includes(status));
    });
  }

  it('fails when its template is gone', () => {
    assert.equal(decide({ template: 'gone' }).send, 'nothing');
    assert.equal(decide({ template: { ...TEMPLATE, hasChanged: true } }).send, 'nothing');
  });

  it('fails at the instant at which it expires', () => {
    assert.equal(decide({ expiresAt: NOW }).send, 'nothing');
    assert.equal(decide({ expiresAt: at(1) }).send, 'now');
  });

  it('fails with the words of whoever does not agree to it', () => {
    const because = { because: 'consent', reason: 'opted out' };
    assert.deepEqual(decide({ consent: { ok: false, words: 'opted out' } }), { send: 'nothing', ...because });
  });

  it('fails when its number is not connected any more', () => {
    assert.equal(decide({ isConnected: false }).send, 'nothing');
  });

  it('fails when there is nobody to send it to', () => {
    assert.equal(decide({ hasRecipient: false }).send, 'nothing');
  });

  it('is given up when claim after claim ends without an attempt', () => {
    assert.equal(decide({ failedClaims: 25 }).send, 'now');
    assert.equal(decide({ failedClaims: 26 }).send, 'nothing');
  });
});

describe('an attempt whose answer was lost', () => {
  it('is unknown until a status has had its time', () => {
    assert.deepEqual(decide({ state: 'sending' }), { send: 'unknown', settleBy: at(SETTLE) });
    assert.deepEqual(decide({ state: 'unknown', unknownAt: at(-SETTLE + 1) }), {
      ...{ send: 'later', reason: 'settling', until: at(1) },
    });
  });

  const settled = { state: 'unknown', unknownAt: at(-SETTLE) } as const;

  it('is not judged while webhooks from the time in which its status may have come are unread', () => {
    for (const purpose of ['reply', 'marketing'] as const) {
      const unread = { ...settled, purpose, template: TEMPLATE, unreadSince: at(-1) };
      assert.deepEqual(decide(unread), { send: 'later', reason: 'settling', until: at(2 * SECOND) });
      const { send } = decide({ ...unread, unreadSince: NOW });
      assert.equal(send, purpose === 'reply' ? 'again' : 'held', 'what came after is too late');
    }
  });

  it('is sent once more when the customer waits for it, and then held', () => {
    for (const purpose of ['reply', 'transactional'] as const) {
      assert.deepEqual(decide({ ...settled, purpose, template: TEMPLATE }), { send: 'again' });
      assert.deepEqual(decide({ ...settled, purpose, template: TEMPLATE, resends: 1 }), { send: 'held' });
    }
  });

  it('is held when it is marketing', () => {
    assert.deepEqual(decide({ ...settled, purpose: 'marketing', template: TEMPLATE }), { send: 'held' });
  });

  it('is held, not failed, when it could not go any more: it may have arrived', () => {
    assert.deepEqual(decide({ ...settled, lastInboundAt: null }), { send: 'held' });
    assert.deepEqual(decide({ ...settled, expiresAt: NOW }), { send: 'held' });
  });

  it('waits for its paused template like any other', () => {
    const decision = decide({ ...settled, template: { status: 'PAUSED', pausedUntil: null, hasChanged: false } });
    assert.equal(decision.send, 'later');
  });
});
