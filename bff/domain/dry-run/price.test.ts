import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MessagePrice } from '../../../contract/dry-run.ts';
import { categoryOf, priceMessages } from './price.ts';

const PRICES: MessagePrice[] = [
  { category: 'marketing', country: 'DE', price: '0.1131' },
  { category: 'marketing', country: null, price: '0.06' },
  { category: 'utility', country: 'DE', price: '0.0456' },
  { category: 'in-window', country: null, price: '0' },
];
const template = (category: MessagePrice['category'], country: string | null, count: number) =>
  ({ channel: 'template', category, country, count }) as const;

describe('what a message is charged as', () => {
  const cases: [string, Parameters<typeof categoryOf>, ReturnType<typeof categoryOf>][] = [
    ['nothing in the panel', ['panel', null, true], null],
    ['in-window where it is free text', ['text', null, true], 'in-window'],
    ['in-window where a utility template comes inside the window', ['template', 'UTILITY', true], 'in-window'],
    ['utility outside the window', ['template', 'UTILITY', false], 'utility'],
    ['marketing inside the window too', ['template', 'MARKETING', true], 'marketing'],
    ['authentication inside the window too', ['template', 'AUTHENTICATION', true], 'authentication'],
    ['marketing, the dearest, where the category is not known', ['template', null, false], 'marketing'],
  ];
  for (const [name, told, expected] of cases) it(`is ${name}`, () => assert.equal(categoryOf(...told), expected));
});

describe('what messages cost', () => {
  it('is the price of their category and country, else the one for everywhere else', () => {
    const counted = [template('marketing', 'DE', 3), template('marketing', 'FR', 2), template('marketing', null, 1)];
    const { messages, amount, unpriced } = priceMessages(counted, PRICES);
    assert.deepEqual(
      messages.map(({ price }) => price),
      ['0.3393', '0.12', '0.06'],
    );
    assert.deepEqual([amount, unpriced], ['0.5193', 0]);
  });

  it('is not known where there is no price, and not counted as nothing', () => {
    const { messages, amount, unpriced } = priceMessages(
      [template('utility', 'FR', 4), template('utility', 'DE', 1), template('authentication', 'DE', 2)],
      PRICES,
    );
    assert.deepEqual(
      messages.map(({ price }) => price),
      [null, '0.0456', null],
    );
    assert.deepEqual([amount, unpriced], ['0.0456', 6]);
  });

  it('is nothing in the panel, and nothing where nothing is charged', () => {
    const panel = { channel: 'panel', category: null, country: null, count: 9 } as const;
    const { messages, amount, unpriced } = priceMessages([panel, template('in-window', 'DE', 5)], PRICES);
    assert.deepEqual(
      messages.map(({ price }) => price),
      ['0', '0.00'],
    );
    assert.deepEqual([amount, unpriced], ['0.00', 0]);
  });

  it('is exact, however many they are', () => {
    const { amount } = priceMessages([template('marketing', 'DE', 1_000_003)], PRICES);
    assert.equal(amount, '113100.3393');
  });
});
