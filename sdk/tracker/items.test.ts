import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { knownOf } from './items.ts';

describe('what a shop says of things', () => {
  const amounts: [given: unknown, expected: number | undefined][] = [
    [12.5, 12.5],
    ['1299', 1299],
    ['12.500', 12.5],
    ['1,299.00', 1299],
    ['1.299,00 €', 1299],
    ['€ 49,90', 49.9],
    ['1,299', 1299],
    ['1.299.000', 1299000],
    ['', undefined],
    ['free', undefined],
    [-1, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [1e12, 1e12],
    [1e12 + 1000, undefined],
    [null, undefined],
    [{}, undefined],
  ];
  for (const [given, expected] of amounts) {
    it(`reads ${JSON.stringify(given) ?? String(given)} as ${expected}`, () => {
      expect(knownOf({ value: given }).value).to.equal(expected);
    });
  }

  it('takes the words of GA4, the older ones and our own', () => {
    const ga4 = {
      item_id: 7,
      item_name: 'Oak',
      item_variant: 'oiled',
      item_category: 'Tables',
      price: '9',
      quantity: '2',
    };
    const own = { id: '7', name: 'Oak', variant: 'oiled', category: 'Tables', price: 9, quantity: 2 };
    const [a, b] = [knownOf({ items: [ga4] }), knownOf({ items: [own] })];
    expect(JSON.parse(JSON.stringify(a.items))).to.deep.equal([own]);
    expect(b).to.deep.equal(a);
  });

  it('leaves out what has no id, and what is no list', () => {
    expect(knownOf({ items: [null, 7, {}, { id: '' }, { id: {} }] }).items).to.equal(undefined);
    expect(knownOf({ items: { 0: { id: 'a' }, length: 1 } }).items).to.equal(undefined);
  });

  it('keeps at most fifty things, and texts whole and within their bounds', () => {
    const { items, term } = knownOf({
      items: Array.from({ length: 51 }, () => ({ id: 'x'.repeat(1_000_000) })),
      term: `${'x'.repeat(299)}😀\0`,
    });
    expect(items).to.have.length(50);
    expect(items![0]!.id).to.have.length(100);
    expect(term).to.equal('x'.repeat(299));
  });

  it('writes currencies as ISO 4217 does, or not at all', () => {
    expect(['eur', 'EUR', '€', 'EURO', 978].map(currency => knownOf({ currency }).currency)).to.deep.equal([
      'EUR',
      'EUR',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
