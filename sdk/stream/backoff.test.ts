import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { backoffDelay, retryAfterDelay } from './backoff.ts';

const almostOne = 1 - Number.EPSILON;

describe('backoffDelay', () => {
  it('may be nothing at all, so that a crowd spreads', () => expect(backoffDelay(9, 0)).to.equal(0));

  it('doubles its reach with each failure up to the cap', () => {
    const reach = [0, 1, 2, 3, 4, 5, 2000].map(attempt => Math.round(backoffDelay(attempt, almostOne)));
    expect(reach).to.deep.equal([1000, 2000, 4000, 5000, 5000, 5000, 5000]);
  });
});

describe('retryAfterDelay', () => {
  const now = Date.parse('2026-10-01T12:00:00Z');
  const cases: [header: string | null, milliseconds: number][] = [
    [null, 0],
    ['0', 0],
    ['7', 7000],
    ['Thu, 01 Oct 2026 12:00:30 GMT', 30_000],
    ['Thu, 01 Oct 2026 11:00:00 GMT', 0],
    ['soon', 0],
    ['-5', 0],
  ];
  for (const [header, milliseconds] of cases) {
    it(`reads ${header} as ${milliseconds} ms`, () => expect(retryAfterDelay(header, now)).to.equal(milliseconds));
  }
});
