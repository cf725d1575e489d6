import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { PublicKey } from '../../contract/storefront.ts';
import { merchantOfPublicKey, publicKeyOf } from './public-key.ts';

const merchant = '0190b7e2-1f00-7abc-8def-0123456789ab';
const key = publicKeyOf(merchant);

test('a public key leads back to its merchant and has the shape of the contract', () => {
  assert.equal(key, 'wx_AZC34h8AeryN7wEjRWeJqw');
  assert.equal(merchantOfPublicKey(key), merchant);
  assert.ok(PublicKey.safeParse(key).success);
  for (let i = 0; i < 100; i++) {
    const id = randomUUID();
    assert.equal(merchantOfPublicKey(publicKeyOf(id)), id);
  }
});

test('a uuid in capitals comes out in lower case', () => {
  assert.equal(merchantOfPublicKey(publicKeyOf(merchant.toUpperCase())), merchant);
});

const refused: [why: string, key: string][] = [
  ['stray trailing bits', `${key.slice(0, -1)}x`],
  ['no prefix', key.slice(3)],
  ['prefix in capitals', `WX_${key.slice(3)}`],
  ['one character less', key.slice(0, -1)],
  ['one character more', `${key}A`],
  ['padding', `${key}==`],
  ['a line break', `${key}\n`],
  ['the other base64 alphabet', 'wx_+/+/+/+/+/+/+/+/+/+/+w'],
  ['nothing', ''],
];
for (const [why, bad] of refused) {
  test(`a key with ${why} is nobody's`, () => assert.equal(merchantOfPublicKey(bad), null));
}

test('something that is no uuid gets no key', () => {
  for (const bad of ['', 'x', `${merchant}0`, `{${merchant}}`, merchant.replaceAll('-', '')]) {
    assert.throws(() => publicKeyOf(bad), TypeError);
  }
});
