import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { deriveKey } from './keys.ts';

const master = Buffer.alloc(32, 7);

test('a derived key is HKDF-SHA256 as RFC 5869 spells it, with no salt', () => {
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(master).digest();
  const expanded = createHmac('sha256', extracted).update('woodex:seal').update(Buffer.of(1)).digest();
  assert.deepEqual(deriveKey(master, 'seal'), expanded);
});

test('another purpose or another master gives another key', () => {
  assert.notDeepEqual(deriveKey(master, 'a'), deriveKey(master, 'b'));
  assert.notDeepEqual(deriveKey(master, 'a'), deriveKey(Buffer.alloc(32, 8), 'a'));
});

test('a master key of 31 bytes is refused, one of 32 is not', () => {
  assert.throws(() => deriveKey(Buffer.alloc(31), 'a'), RangeError);
  assert.equal(deriveKey(Buffer.alloc(32), 'a').length, 32);
});
