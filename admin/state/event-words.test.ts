import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { eventWords, formatAmount, ordinal, reasonWords, signed } from './event-words.ts';

describe('what happened, in words', () => {
  it('explains a score by its reasons', () => {
    const reasons = [
      { kind: 'event', name: 'appointment_booked', times: 1, counted: 1, points: 25 },
      { kind: 'event', name: 'quote_viewed', times: 2, counted: 2, points: 20 },
      { kind: 'faded', quietDays: 9, points: -8 },
    ] as const;
    expect(reasons.map(reasonWords)).to.deep.equal(['showroom visit booked', 'quote viewed twice', '9 days quiet']);
    expect(reasons.map(({ points }) => signed(points))).to.deep.equal(['+25', '+20', '−8']);
  });

  it('says one day, some time and an end', () => {
    expect(reasonWords({ kind: 'faded', quietDays: 1, points: -1 })).to.equal('1 day quiet');
    expect(reasonWords({ kind: 'faded', quietDays: 0, points: -3 })).to.equal('some time ago');
    expect(reasonWords({ kind: 'limit', points: -5 })).to.equal('no score is above 100');
  });

  it('leaves the words of the shop as they are', () => {
    expect(eventWords('custom.swatch_ordered')).to.equal('swatch ordered');
  });

  it('writes money with and without a currency that exists', () => {
    expect(formatAmount('1240.5000', 'EUR', 'en')).to.equal('€1,240.50');
    expect(formatAmount('1240.0000', 'EUR', 'en')).to.equal('€1,240');
    expect(formatAmount('1240', 'nonsense', 'en')).to.equal('1,240');
  });

  it('counts visits', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal)).to.deep.equal([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '112th',
    ]);
  });
});
