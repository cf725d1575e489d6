import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { SealError, type SealFault, sealer } from './seal.ts';

const old = randomBytes(32);
const current = randomBytes(32);
const place = { merchantId: 'm1', table: 'whatsapp_numbers', column: 'access_token', rowId: 'r1' };
const box = sealer(current);

const fails = (fault: SealFault) => (error: unknown) => error instanceof SealError && error.fault === fault;

test('what was sealed opens in its own place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), plain => {
      assert.equal(box.open(box.seal(plain, place), place), plain);
    }),
    { numRuns: 200 },
  );
});

test('the same secret sealed twice looks different and hides its text', () => {
  const one = box.seal('EAAG-token', place);
  assert.notDeepEqual(one, box.seal('EAAG-token', place));
  assert.ok(!one.includes('EAAG-token'));
});

for (const part of ['merchantId', 'table', 'column', 'rowId'] as const) {
  test(`moved to another ${part} it does not open`, () => {
    const sealed = box.seal('secret', place);
    assert.throws(() => box.open(sealed, { ...place, [part]: 'elsewhere' }), fails('not-authentic'));
  });
}

test('the parts of a place do not run into each other', () => {
  const sealed = box.seal('secret', { ...place, table: 'ab', column: 'c' });
  assert.throws(() => box.open(sealed, { ...place, table: 'a', column: 'bc' }), fails('not-authentic'));
  const quoted = box.seal('secret', { ...place, table: 'a","b', column: 'c' });
  assert.throws(() => box.open(quoted, { ...place, table: 'a', column: 'b","c' }), fails('not-authentic'));
});

test('any altered bit is found', () => {
  const sealed = box.seal('secret', place);
  for (let at = 0; at < sealed.length * 8; at++) {
    const altered = Buffer.from(sealed);
    altered[at >> 3]! ^= 1 << (at & 7);
    assert.throws(() => box.open(altered, place), SealError);
  }
});

test('cut short it is malformed', () => {
  const sealed = box.seal('', place);
  assert.equal(box.open(sealed, place), '');
  assert.throws(() => box.open(sealed.subarray(0, -1), place), fails('malformed'));
  assert.throws(() => box.open(Buffer.alloc(0), place), fails('malformed'));
});

test('while keys rotate the old one still opens and the new one seals', () => {
  const sealed = sealer(old).seal('secret', place);
  const rotating = sealer([current, old]);
  assert.equal(rotating.open(sealed, place), 'secret');
  assert.equal(box.open(rotating.seal('secret', place), place), 'secret');
  assert.throws(() => box.open(sealed, place), fails('unknown-key'));
});

test('an error tells neither the secret nor the key', () => {
  const sealed = box.seal('hush', place);
  assert.throws(
    () => box.open(sealed, { ...place, rowId: 'r2' }),
    error => error instanceof Error && !error.message.includes('hush') && !('cause' in error),
  );
});

test('a short master key is refused at once', () => assert.throws(() => sealer(randomBytes(16)), RangeError));
