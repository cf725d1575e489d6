import { expect } from '@open-wc/testing';
import { customerRow } from '../testing/journey-samples.ts';
import { describe, it } from '../testing/mocha.ts';
import { isReordered, noCustomers, withFreshRows, withPage } from './customer-rows.ts';

const rows = (...ns: number[]) => ns.map(n => customerRow(n));
const names = (list: { rows: readonly { fullName: string | null }[] }) =>
  list.rows.map(({ fullName }) => Number(fullName!.split(' ')[1]));

describe('the list of customers', () => {
  const first = withPage(noCustomers, { customers: rows(1, 2, 3), next: 'a', total: 5 });

  it('has nobody twice when scores moved between two pages, and keeps the total of the first', () => {
    const more = withPage(first, { customers: rows(3, 4, 5), next: null, total: null });
    expect(names(more)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(more).to.include({ next: null, total: 5 });
  });

  it('draws anew who is there, moves nobody, and goes on where it ended', () => {
    const fresh = withFreshRows(first, {
      customers: [customerRow(9), customerRow(2, { score: 99 })],
      next: 'z',
      total: 6,
    });
    expect(names(fresh)).to.deep.equal([1, 2, 3]);
    expect(fresh.rows[1]!.score).to.equal(99);
    expect(fresh).to.include({ next: 'a', total: 6 });
  });

  it('knows whether it begins otherwise now', () => {
    expect(isReordered(first, { customers: rows(1, 2), next: null, total: 5 })).to.equal(false);
    expect(isReordered(first, { customers: rows(2, 1), next: null, total: 5 })).to.equal(true);
    expect(isReordered(first, { customers: rows(1, 2, 3, 4), next: null, total: 5 })).to.equal(true);
  });
});
