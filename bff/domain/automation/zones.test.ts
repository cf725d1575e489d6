import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { zonesOf } from './zones.ts';

describe('whose clock counts', () => {
  it("is the shop's first where the phone's country has several: dates are written by it", () => {
    const { names, from } = zonesOf(null, '+12125550123', 'America/New_York');
    assert.deepEqual([names[0], from], ['America/New_York', 'phone']);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.includes('Pacific/Honolulu'));
    assert.ok(!zonesOf(null, '+12125550123', 'Europe/Berlin').names.includes('Europe/Berlin'));
  });

  it("is the browser's before the phone's, and the shop's where nothing is known", () => {
    const berlin = 'Europe/Berlin';
    assert.deepEqual(zonesOf('Asia/Tokyo', '+4915112345678', berlin), { names: ['Asia/Tokyo'], from: 'browser' });
    assert.deepEqual(zonesOf(null, null, berlin), { names: [berlin], from: 'shop' });
  });
});
