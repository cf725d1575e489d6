import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPhone, isAmbiguous, matchKey } from './phone-match.ts';

const keys: [what: string, waId: string, key: string][] = [
  ['a Brazilian mobile without its 9', '554188887777', '+5541988887777'],
  ['a Brazilian mobile with its 9', '5541988887777', '+5541988887777'],
  ['a Brazilian mobile that begins with 6', '551160000000', '+5511960000000'],
  ['a Brazilian mobile of São Paulo', '551199999999', '+5511999999999'],
  ['a Brazilian landline at the edge', '551159999999', '+551159999999'],
  ['a Brazilian landline', '554133334444', '+554133334444'],
  ['a Brazilian area that does not exist', '550188887777', '+550188887777'],
  ['a Mexican mobile with the old 1', '5215512345678', '+525512345678'],
  ['a Mexican mobile', '525512345678', '+525512345678'],
  ['an Argentine mobile', '5491123456789', '+5491123456789'],
  ['an Argentine number without the 9', '541123456789', '+5491123456789'],
  ['an Argentine number that is too short', '54112345678', '+54112345678'],
  ['an Italian landline with its 0', '390612345678', '+390612345678'],
  ['an Italian mobile', '393401234567', '+393401234567'],
  ["Côte d'Ivoire, ten digits", '2250701234567', '+2250701234567'],
  ["Côte d'Ivoire, the old eight", '22507123456', '+22507123456'],
  ['Benin with 01', '2290195123456', '+2290195123456'],
  ['Benin, the old form', '22995123456', '+22995123456'],
  ['Germany', '4915123456789', '+4915123456789'],
  ['the United States', '16505551234', '+16505551234'],
  ['a number with its plus', '+554188887777', '+5541988887777'],
  ['a business-scoped user id', 'BR.13491208655302741918', 'BR.13491208655302741918'],
  ['a number in a sentence', 'call 16505551234', 'call 16505551234'],
  ['nothing', '', ''],
];
for (const [what, waId, key] of keys) {
  test(`${what} is matched as ${key || 'itself'}`, () => {
    assert.equal(matchKey(waId), key);
    assert.equal(matchKey(key), key);
  });
}

test('only an Argentine number without its 9 is ambiguous', () => {
  const ambiguous = keys.map(([, waId]) => waId).filter(isAmbiguous);
  assert.deepEqual(ambiguous, ['541123456789']);
});

const shown: [waId: string, phone: string][] = [
  ['4915123456789', '+49 1512 3456789'],
  ['554188887777', '+55 41 98888 7777'],
  ['554133334444', '+55 41 3333 4444'],
  ['5215512345678', '+52 55 1234 5678'],
  ['5491123456789', '+54 9 11 2345 6789'],
  ['541123456789', '+54 11 2345 6789'],
  ['390612345678', '+39 06 1234 5678'],
  ['2250701234567', '+225 07 01 23 4567'],
  ['2290195123456', '+229 01 95 12 34 56'],
  ['16505551234', '+1 650 555 1234'],
  ['99912345678', '+99912345678'],
  ['BR.13491208655302741918', 'BR.13491208655302741918'],
  ['', ''],
];
for (const [waId, phone] of shown) {
  test(`${waId || 'nothing'} is shown as ${phone || 'nothing'}`, () => assert.equal(formatPhone(waId), phone));
}
