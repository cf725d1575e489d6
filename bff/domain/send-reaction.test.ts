import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainError } from '../whatsapp/error-classes.ts';
import { ERROR_TABLE } from '../whatsapp/error-table.ts';
import { DAY, HOUR, SECOND } from './duration.ts';
import { reactTo } from './send-reaction.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const at = (ms: number) => new Date(NOW.getTime() + ms);
const times = (n: number, code: number) => Array.from({ length: n }, () => code);
const react = (
  code: number,
  {
    refusals = [] as (number | null)[],
    attempt = 1,
    purpose = 'transactional' as 'reply' | 'transactional' | 'marketing',
    random = 0.5,
    expiresAt = null as Date | null,
    hasFile = false,
    keptFile = false,
  } = {},
) => {
  const { errorClass } = explainError(code, 400);
  const message = { purpose, hasFile, refusals, attempt, expiresAt };
  return reactTo({ kind: 'refused', errorClass, code, keptFile }, message, NOW, random);
};

describe('the reaction to a failure', () => {
  it('is defined for every code that Meta lists, and never loses a message without a word', () => {
    for (const [codes] of ERROR_TABLE) {
      const code = typeof codes === 'number' ? codes : codes[0];
      const { message } = react(code);
      assert.ok(message.next === 'fail' || message.at >= NOW, `${code}`);
    }
  });

  it('tries again with growing pauses, with jitter, and gives up after six refusals', () => {
    const pause = (attempt: number, random: number) => {
      const { message } = react(133000, { attempt, random });
      return message.next === 'retry' ? message.at.getTime() - NOW.getTime() : -1;
    };
    assert.deepEqual([pause(1, 0), pause(1, 0.5), pause(3, 0.5)], [0, SECOND, 4 * SECOND]);
    assert.equal(react(133000, { refusals: times(5, 133000) }).message.next, 'retry');
    assert.equal(react(133000, { refusals: times(6, 133000) }).message.next, 'fail');
  });

  it('slows the number when Meta says too many, and does not count it against the message', () => {
    const reaction = react(130429, { refusals: times(6, 131000) });
    assert.equal(reaction.slowNumber, true);
    assert.ok(reaction.message.next === 'retry' && !reaction.message.counts);
  });

  it('closes the pair, and no other, when Meta says too often to this person', () => {
    const reaction = react(131056, { refusals: [131056] });
    assert.deepEqual(reaction.closePair, at(16 * SECOND));
    assert.ok(!reaction.slowNumber && !reaction.stopNumber);
  });

  it('waits a day when Meta declines to deliver marketing, twice at most', () => {
    const first = react(131049, { purpose: 'marketing' });
    assert.ok(first.message.next === 'retry' && first.message.at >= at(DAY) && first.message.at < at(DAY + HOUR));
    assert.equal(react(131049, { refusals: [131049] }).message.next, 'retry');
    assert.equal(react(131049, { refusals: times(2, 131049) }).message.next, 'fail');
  });

  it('counts what Meta declined to deliver by itself, and not with what else was refused', () => {
    assert.equal(react(131049, { refusals: times(5, 131000) }).message.next, 'retry');
    assert.equal(react(131049, { refusals: [131049, 131000, null, 131049] }).message.next, 'fail');
    const declined = times(2, 131049);
    assert.equal(react(131000, { refusals: [...declined, ...times(5, 131000)] }).message.next, 'retry');
    assert.deepEqual(react(131056, { refusals: declined }).closePair, at(4 * SECOND));
  });

  it('promises no other try for when it is too late for the message, and does the rest of what is asked', () => {
    const next = (ms: number) => react(131049, { random: 0, expiresAt: at(ms) }).message.next;
    assert.deepEqual([next(DAY), next(DAY + 1)], ['fail', 'retry']);
    const { message, closePair } = react(131056, { expiresAt: at(SECOND) });
    assert.deepEqual([message.next, closePair], ['fail', at(4 * SECOND)]);
  });

  it('keeps the queue when the login is refused, and stops the number until somebody mends it', () => {
    for (const code of [0, 190, 10, 200, 131005]) {
      const { message, stopNumber } = react(code);
      assert.deepEqual(message, { next: 'retry', at: NOW, counts: false }, `${code}`);
      assert.deepEqual(stopNumber, { what: 'all', until: null }, `${code}`);
    }
  });

  it('stops the number when the account is stopped, for a while where Meta names one', () => {
    for (const code of [33, 131031, 131042, 133010])
      assert.deepEqual(react(code).stopNumber, { what: 'all', until: null });
    assert.ok(react(368).stopNumber!.until! > NOW);
  });

  it('stops marketing alone when Meta calls it spam; what customers wait for goes on', () => {
    const reaction = react(131048, { purpose: 'marketing' });
    assert.equal(reaction.stopNumber!.what, 'marketing');
    assert.ok(reaction.stopNumber!.until! > NOW);
    assert.equal(reaction.message.next, 'retry');
  });

  it('suppresses marketing to who has stopped it, and fails this one', () => {
    assert.deepEqual(react(131050), { message: { next: 'fail' }, suppressMarketing: true });
  });

  it('pauses, disables or rejects the template that Meta names', () => {
    assert.equal(react(132015).template, 'PAUSED');
    assert.equal(react(132015).message.next, 'retry');
    assert.deepEqual([react(132016).template, react(132016).message.next], ['DISABLED', 'fail']);
    for (const code of [132007, 132015, 132016]) assert.equal(react(code).syncTemplates, true);
  });

  it('keeps what waits for a template that Meta does not find, until it was looked up; in the end each fails by itself', () => {
    const { message, template, syncTemplates } = react(132001);
    assert.deepEqual([message.next, template, syncTemplates], ['retry', 'PAUSED', true]);
    assert.equal(react(132001, { refusals: times(6, 132001) }).message.next, 'fail');
  });

  it('has a template looked up that takes other values than are known here', () => {
    for (const code of [132000, 132005, 132012, 132018])
      assert.deepEqual(react(code), { message: { next: 'fail' }, syncTemplates: true });
  });

  it('closes the window that Meta says is closed', () => {
    assert.deepEqual(react(131047), { message: { next: 'fail' }, closeWindow: true });
  });

  it('fails what will never go', () => {
    for (const code of [130472, 131021, 131026, 131008, 100])
      assert.deepEqual(react(code), { message: { next: 'fail' } });
  });

  it('has a file brought to Meta anew that it may have lost, and tries once more with that, unless it was new', () => {
    for (const code of [100, 131009, 131053]) {
      const lost = (how: object) => react(code, { hasFile: true, ...how });
      const again = { next: 'retry', at: NOW, counts: true };
      assert.deepEqual(lost({ keptFile: true }), { message: again, forgetUpload: true }, `${code}`);
      const failed = { message: { next: 'fail' }, forgetUpload: true };
      assert.deepEqual([lost({}), lost({ keptFile: true, refusals: times(6, code) })], [failed, failed], `${code}`);
    }
    assert.deepEqual(react(131026, { hasFile: true, keptFile: true }), { message: { next: 'fail' } });
  });

  it('sends nothing again that was accepted and failed for no clear reason, but what was throttled', () => {
    const late = (code: number) =>
      reactTo(
        { kind: 'refused', errorClass: explainError(code, 400).errorClass, code, isLate: true },
        { purpose: 'transactional', hasFile: false, refusals: [], attempt: 1, expiresAt: null },
        NOW,
        0.5,
      ).message.next;
    assert.deepEqual([late(131000), late(131016), late(130429), late(131049)], ['fail', 'fail', 'retry', 'retry']);
  });

  it('tries what never reached Meta again for as long as it is valid', () => {
    const reaction = reactTo(
      { kind: 'unreachable' },
      { purpose: 'marketing', hasFile: false, refusals: [], attempt: 40, expiresAt: null },
      NOW,
      1,
    );
    assert.ok(reaction.message.next === 'retry' && !reaction.message.counts && reaction.message.at <= at(300 * SECOND));
  });
});
