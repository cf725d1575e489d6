import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { isWebUrl, propertyRows } from './event-properties.ts';

describe('what an event brought with it', () => {
  it('shows all of the shop’s own event, as it came', () => {
    expect(
      propertyRows('custom.swatch', { wood: 'oak', sizes: [1, 2], deep: { a: 1 }, none: null, value: 3 }),
    ).to.deep.equal([
      ['wood', 'oak'],
      ['sizes', '1, 2'],
      ['deep', '{"a":1}'],
      ['value', '3'],
    ]);
  });

  it('shows nothing more of an event whose name says it', () => {
    expect(propertyRows('page_viewed', { referrer: 'https://a.test', utm: 'x' })).to.deep.equal([]);
  });

  it('shows no word twice that has its own place', () => {
    expect(propertyRows('form_submitted', { form: 'Callback', value: 5, currency: 'EUR' })).to.deep.equal([
      ['form', 'Callback'],
    ]);
  });

  it('counts what is too much', () => {
    const many = Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`k${i}`, i]));
    const rows = propertyRows('custom.x', many);
    expect(rows.length).to.equal(12);
    expect(rows.at(-1)).to.deep.equal(['…', 'and 2 more']);
    expect(propertyRows('custom.x', Object.fromEntries(Object.entries(many).slice(1))).at(-1)![0]).to.equal('k12');
  });

  for (const bad of ['javascript:alert(1)', 'data:image/svg+xml,x', '//evil.test/x', 'http://', '', null, 7]) {
    it(`opens nothing at ${bad}`, () => expect(isWebUrl(bad)).to.equal(false));
  }

  it('opens the web', () => {
    expect(isWebUrl('https://shop.test/a.jpg')).to.equal(true);
    expect(isWebUrl('HTTP://127.0.0.1:8788/a.jpg')).to.equal(true);
  });
});
