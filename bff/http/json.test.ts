import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BadJson, parseJson } from './json.ts';

const parse = (text: string) => parseJson(Uint8Array.from(Buffer.from(text)).buffer);

test('whatever JSON.stringify writes is read back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: false }), value => {
      const text = JSON.stringify(value);
      if (!text.isWellFormed() || /__proto__|constructor|prototype/.test(text)) return;
      assert.deepEqual(parse(text), JSON.parse(text));
      assert.deepEqual(parse(JSON.stringify(value, null, 3)), JSON.parse(text));
    }),
  );
});

const BAD: [name: string, text: string][] = [
  ['nothing', ''],
  ['half of it', '{"a":'],
  ['a byte order mark', '\uFEFF{}'],
  ['a key twice', '{"a":1,"a":2}'],
  ['a key twice, far inside', '{"a":[{"b":{"c":1 , "c" : 2}}]}'],
  ['a key twice, written in two ways', '{"a":1,"\\u0061":2}'],
  ['a key with a quote in it, twice', '{"\\"":1,"\\"":2}'],
  ['__proto__', '{"__proto__":{"admin":true}}'],
  ['constructor', '{"a":{"constructor":1}}'],
  ['arrays 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['objects 100,000 deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['one level too many', '['.repeat(22) + ']'.repeat(22)],
];

for (const [name, text] of BAD) {
  test(`${name} is refused`, () => assert.throws(() => parse(text), BadJson));
}

test('bytes that are no UTF-8 are refused', () => {
  assert.throws(() => parseJson(Uint8Array.of(0x22, 0xc3, 0x28, 0x22).buffer), BadJson);
});

test('a colon or a quote inside a text is no key, however it is escaped', () => {
  for (const text of ['{"a":"b\\":\\\\"}', '[":", "\\\\" , "x\\\\\\":"]', '{"a":"\\\\\\""}', '{"\\\\":1}']) {
    assert.deepEqual(parse(text), JSON.parse(text));
  }
});

test('exactly the allowed depth is read', () => {
  const text = '['.repeat(21) + ']'.repeat(21);
  assert.deepEqual(parse(text), JSON.parse(text));
});
