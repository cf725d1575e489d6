import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modernForm, phoneDigits, waIdOf } from './wa-id.ts';

const cases: [country: string, dialled: string, waId: string][] = [
  ['Brazil drops the ninth digit from area code 31 on', '5541988887777', '554188887777'],
  ['Brazil keeps it below 31', '5511988887777', '5511988887777'],
  ['a Brazilian landline gets no ninth digit', '554133334444', '554133334444'],
  ['Mexico gets a 1', '525512345678', '5215512345678'],
  ['Argentina gets a 9', '541123456789', '5491123456789'],
  ['Germany stays as it is', '4915123456789', '4915123456789'],
];

for (const [claim, dialled, waId] of cases) {
  test(claim, () => {
    assert.equal(waIdOf(dialled), waId);
    assert.equal(modernForm(waId), modernForm(dialled));
  });
}

test('numbers may be written with signs; words and short numbers are none', () => {
  assert.equal(phoneDigits('+55 (41) 98888-7777'), '5541988887777');
  assert.equal(phoneDigits('BR.123456789'), null);
  assert.equal(phoneDigits('+12345'), null);
});
