import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wordsOf } from './words.ts';
import { zonesOf } from './zones.ts';

describe('a decision in words', () => {
  const night = (phone: string) => {
    const zones = zonesOf(null, phone, 'Europe/Berlin').names.join(', ');
    const facts = { zones, until: '2026-03-10T11:00:00.000Z' };
    return wordsOf({ outcome: 'waiting', reason: 'quiet-hours', facts });
  };

  it('names the zone where it is night, but not all those of a large country', () => {
    assert.equal(night('+4915112345678'), 'It is night for them (Europe/Berlin): waits until 2026-03-10 11:00 UTC.');
    assert.equal(
      night('+5511987654321'),
      'It is night in a part of the country of their phone, which has several time zones: waits until 2026-03-10 11:00 UTC.',
    );
  });
});
