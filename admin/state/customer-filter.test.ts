import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { isNarrow, parseFilter, parsePeriod, withWord } from './customer-filter.ts';

const of = (query: string) => new URLSearchParams(query);

describe('the filter in the address', () => {
  it('reads what it knows', () => {
    expect(parseFilter(of('stage=quoted&hot=true&kind=known&minScore=40&q=%20Anna%20&sort=name'))).to.deep.equal({
      stage: 'quoted',
      hot: true,
      kind: 'known',
      minScore: 40,
      q: 'Anna',
      sort: 'name',
    });
  });

  for (const odd of [
    'stage=toString',
    'minScore=101',
    'minScore=-1',
    'minScore=4.5',
    'minScore=x',
    'sort=constructor',
    'kind=x',
    'hot=1',
  ]) {
    it(`takes ${odd} for nothing`, () => expect(parseFilter(of(odd))).to.deep.equal(parseFilter(of(''))));
  }

  it('asks for no score at least when that is empty, and for nought when it is', () => {
    expect(parseFilter(of('minScore=')).minScore).to.equal(null);
    expect(parseFilter(of('minScore=0')).minScore).to.equal(0);
  });

  it('knows three periods and all time', () => {
    expect(['7', '30', '90', '', '31', 'x'].map(days => parsePeriod(of(`days=${days}`)))).to.deep.equal([
      7,
      30,
      90,
      null,
      null,
      null,
    ]);
  });

  it('writes the shortest address', () => {
    expect(withWord(of('sort=name&q=a'), 'sort', 'score')).to.equal('/admin/customers?q=a');
    expect(withWord(of('q=a'), 'q', '')).to.equal('/admin/customers');
  });

  it('knows whether somebody is left out; a sort and a period leave nobody out', () => {
    expect(isNarrow(parseFilter(of('sort=name&days=7')))).to.equal(false);
    expect(isNarrow(parseFilter(of('minScore=0')))).to.equal(true);
  });
});
