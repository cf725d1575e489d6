import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PortfolioLimits } from './portfolio-limits.ts';

const HOUR = 60 * 60 * 1000;
const at = (hours: number) => new Date(hours * HOUR);

function filled() {
  const limits = new PortfolioLimits();
  for (let person = 0; person < 250; person++) assert.ok(limits.count('p', String(person), 'TIER_250', at(0)));
  return limits;
}

test('the 251st person within 24 hours is one too many, the same person again is not', () => {
  const limits = filled();
  assert.equal(limits.count('p', 'new', 'TIER_250', at(23)), false);
  assert.ok(limits.count('p', '7', 'TIER_250', at(23)));
  assert.ok(limits.count('another', 'new', 'TIER_250', at(23)));
  assert.ok(limits.count('p', 'new', 'TIER_2K', at(23)));
});

test('who is written to again counts for 24 hours from then', () => {
  const limits = filled();
  for (let person = 0; person < 250; person++) assert.ok(limits.count('p', String(person), 'TIER_250', at(23)));
  assert.equal(limits.count('p', 'new', 'TIER_250', at(46)), false);
  assert.ok(limits.count('p', 'new', 'TIER_250', at(47)));
});

test('after exactly 24 hours there is room again', () => {
  assert.equal(filled().count('p', 'new', 'TIER_250', new Date(24 * HOUR - 1)), false);
  assert.ok(filled().count('p', 'new', 'TIER_250', at(24)));
});
