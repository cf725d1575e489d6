import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { findReference, makeReference } from './whatsapp-reference.ts';

const key = Buffer.alloc(32, 1);
const otherKey = Buffer.alloc(32, 2);
// Chosen so that 0 and 1 stand in the reference: they are what people mistake.
const reference = makeReference(key, Buffer.from('00443214c7', 'hex'));

test('a reference has its documented shape and is the same for the same id', () => {
  assert.match(reference, /^WX(-[0-9A-HJKMNP-TV-Z]{4}){4}$/);
  assert.equal(reference.slice(0, 12), 'WX-0123-4567');
  assert.equal(makeReference(key, Buffer.from('00443214c7', 'hex')), reference);
});

const bare = reference.replaceAll('-', '');
const written: [how: string, text: string][] = [
  ['as it was made', reference],
  ['inside a sentence', `Hi! I have a question about the oak table (${reference}), thanks.`],
  ['in lower case', reference.toLowerCase()],
  ['without dashes', bare],
  ['without the first dash', reference.replace('-', '')],
  ['with blanks for dashes', reference.replaceAll('-', ' ')],
  ['with long dashes', reference.replaceAll('-', ' — ')],
  ['with non-breaking hyphens', reference.replaceAll('-', '\u2011')],
  ['with O for 0 and I for 1', reference.replaceAll('0', 'O').replaceAll('1', 'I')],
  ['with o for 0 and l for 1', reference.replaceAll('0', 'o').replaceAll('1', 'l')],
  ['broken over two lines', reference.replace('-', '-\n')],
  ['inside right-to-left text', `مرحبا \u2066${reference}\u2069 شكرا`],
  ['with invisible marks', reference.replaceAll('-', '\u200B-\u200B')],
  ['in full-width letters', reference.replace(/[0-9A-Z]/g, char => String.fromCharCode(char.charCodeAt(0) + 0xfee0))],
  ['with words stuck to it', `ref:${bare}hello`],
  ['after a forged one', `${makeReference(otherKey, randomBytes(5))} ${reference}`],
  ['after a false start', `WX-WX ${reference}`],
  ['twice', `${reference} ${reference}`],
];
for (const [how, text] of written) {
  test(`it is found ${how}`, () => assert.equal(findReference(text, key), reference));
}

const nothing: [what: string, text: string][] = [
  ['an empty text', ''],
  ['a text about something else', 'Do you have WX models? 2 x 4 x 16 cm'],
  ['a reference of another key', makeReference(otherKey, randomBytes(5))],
  ['one cut short', reference.slice(0, -1)],
  ['one with U, which is no symbol', `${reference.slice(0, -1)}U`],
  ['one without its mark', bare.slice(2)],
  ['16 symbols without a signature', 'WX-0123-4567-0000-0000'],
  ['one beyond the longest message', `${' '.repeat(4090)}${reference}`],
];
for (const [what, text] of nothing) {
  test(`nothing is found in ${what}`, () => assert.equal(findReference(text, key), null));
}

test('no single changed symbol is let through', () => {
  for (let at = 3; at < reference.length; at++) {
    for (const symbol of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
      if (reference[at] === '-' || reference[at] === symbol) continue;
      const forged = reference.slice(0, at) + symbol + reference.slice(at + 1);
      assert.equal(findReference(forged, key), null, forged);
    }
  }
});

test('every id is found again in any surrounding text', () => {
  const id = fc.uint8Array({ minLength: 5, maxLength: 5 }).map(bytes => Buffer.from(bytes));
  fc.assert(
    fc.property(id, fc.string({ unit: 'grapheme' }), fc.string(), (bytes, before, after) => {
      const made = makeReference(key, bytes);
      assert.equal(findReference(`${before} ${made} ${after}`, key), made);
    }),
    { numRuns: 500 },
  );
});

test('a text made to be slow is not', () => {
  for (const text of ['WX'.repeat(2048), `WX${'- '.repeat(2047)}`, `${'WX0123456789ABCDE...'.repeat(215)}`]) {
    assert.equal(findReference(text, key), null);
  }
});

test('an id of another length is refused', () => assert.throws(() => makeReference(key, randomBytes(8)), RangeError));
