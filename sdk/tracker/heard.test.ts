import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { createHeard } from './heard.ts';

const oak = { items: [{ id: 'oak' }] };
const elm = { items: [{ id: 'elm' }] };

describe('what is told twice', () => {
  it('is one, when another source tells the same within two seconds', () => {
    const isDouble = createHeard();
    expect(isDouble('analytics', 'cart_item_added', oak, 0)).to.equal(false);
    expect(isDouble('theme', 'cart_item_added', oak, 1999)).to.equal(true);
    expect(isDouble('theme', 'cart_item_added', oak, 2000)).to.equal(false);
  });

  it('is one, when the other source does not say of what', () => {
    const isDouble = createHeard();
    isDouble('analytics', 'cart_item_added', oak, 0);
    expect(isDouble('blocks', 'cart_item_added', {}, 100)).to.equal(true);
  });

  it('is two, of other things, by another name, or by the same source', () => {
    const isDouble = createHeard();
    isDouble('analytics', 'cart_item_added', oak, 0);
    expect(isDouble('theme', 'cart_item_added', elm, 1)).to.equal(false);
    expect(isDouble('theme', 'cart_item_removed', oak, 2)).to.equal(false);
    expect(isDouble('analytics', 'cart_item_added', oak, 3)).to.equal(false);
  });

  it('is one search, by the same term within thirty seconds, whoever tells', () => {
    const isDouble = createHeard();
    expect(isDouble('analytics', 'product_searched', { term: 'oak' }, 0)).to.equal(false);
    expect(isDouble('analytics', 'product_searched', { term: 'oak' }, 29_999)).to.equal(true);
    expect(isDouble('analytics', 'product_searched', { term: 'elm' }, 29_999)).to.equal(false);
    expect(isDouble('analytics', 'product_searched', { term: 'oak' }, 30_000)).to.equal(false);
  });
});
