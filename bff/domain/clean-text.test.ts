import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isStorable, replaceUnstorable } from './clean-text.ts';

const cases: [name: string, text: string, stored: string][] = [
  ['an ordinary text', 'café 😀', 'café 😀'],
  ['nothing', '', ''],
  ['NUL', 'a\0b\0', 'a\uFFFDb\uFFFD'],
  ['a high surrogate alone', 'a\uD83Db', 'a\uFFFDb'],
  ['a low surrogate alone', '\uDE00', '\uFFFD'],
  ['a pair the wrong way round', '\uDE00\uD83D', '\uFFFD\uFFFD'],
  ['other control characters', '\x01\t\r\n\x7F', '\x01\t\r\n\x7F'],
  ['a non-character', '\uFFFF', '\uFFFF'],
];
for (const [name, text, stored] of cases) {
  test(`${name} is kept${text === stored ? ' as it is' : ' with replacements'}`, () => {
    assert.equal(replaceUnstorable(text), stored);
    assert.equal(isStorable(text), text === stored);
  });
}

test('whatever comes in, what goes out is storable and of the same length', () => {
  const codeUnits = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0xd83d, 0xde00)));
  fc.assert(
    fc.property(codeUnits, units => {
      const text = String.fromCharCode(...units);
      const stored = replaceUnstorable(text);
      assert.ok(isStorable(stored));
      assert.equal(stored.length, text.length);
      assert.equal(isStorable(text), stored === text);
    }),
    { numRuns: 1000 },
  );
});
