import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { newVisitorToken, parseVisitorToken } from './token.ts';

const merchantId = '0190b7e2-1f00-7abc-8def-0123456789ab';
const { token, hash } = newVisitorToken(merchantId);

test('a token leads to its merchant and to the hash that was kept', () => {
  assert.deepEqual(parseVisitorToken(token), { merchantId, hash });
  assert.deepEqual(hash, createHash('sha256').update(token).digest());
});

test('a token has the documented shape and never repeats', () => {
  assert.match(token, /^wxv_[A-Za-z0-9_-]{22}_[A-Za-z0-9_-]{43}$/);
  const tokens = new Set(Array.from({ length: 1000 }, () => newVisitorToken(merchantId).token));
  assert.equal(tokens.size, 1000);
});

test('tokens whose parts contain the separator are still parsed', () => {
  const odd = `wxv_${'_'.repeat(21)}w_${'_'.repeat(42)}8`;
  assert.equal(parseVisitorToken(odd)?.merchantId, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
});

const end = token.slice(0, -1);
const refused: [why: string, token: string][] = [
  ['another prefix', token.replace('wxv_', 'wx_')],
  ['one character less', end],
  ['one character more', `${token}A`],
  ['a line break', `${token}\n`],
  ['stray bits in the secret', `${end}${token.endsWith('A') ? 'B' : nextChar(token.at(-1)!)}`],
  ['stray bits in the merchant', `wxv_${'_'.repeat(21)}x_${'_'.repeat(42)}8`],
  ['padding', `${end}=`],
  ['a letter beyond ASCII', `${end}é`],
  ['nothing', ''],
];
for (const [why, bad] of refused) {
  test(`a token with ${why} is refused`, () => assert.equal(parseVisitorToken(bad), null));
}

/** The last character carries 4 of its 6 bits; its neighbour in the alphabet differs in a stray one. */
function nextChar(char: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(char) + 1]!;
}
