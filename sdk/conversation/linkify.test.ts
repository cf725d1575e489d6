import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { linkify } from './linkify.ts';

const mark = (text: string) =>
  linkify(text)
    .map(it => (typeof it === 'string' ? it : `[${it.href}]`))
    .join('');

const cases: [text: string, marked: string][] = [
  ['no link', 'no link'],
  ['see https://a.test/x.', 'see [https://a.test/x].'],
  ['(https://a.test/x)', '([https://a.test/x])'],
  ['https://a.test/x_(y)', '[https://a.test/x_(y)]'],
  ['https://a.test?q=1&r=2, or HTTP://B.TEST!', '[https://a.test?q=1&r=2], or [HTTP://B.TEST]!'],
  ['javascript:alert(1) data:text/html,x', 'javascript:alert(1) data:text/html,x'],
  ['https://', 'https://'],
  ['<a href="https://a.test">', '<a href="[https://a.test]">'],
  ['', ''],
];

describe('linkify', () => {
  for (const [text, marked] of cases) it(`reads ${text || 'an empty text'}`, () => expect(mark(text)).to.equal(marked));

  it('loses no character', () => {
    const text = 'a https://b.test/).,;! c https://[ d';
    expect(
      linkify(text)
        .map(it => (typeof it === 'string' ? it : it.text))
        .join(''),
    ).to.equal(text);
  });
});
