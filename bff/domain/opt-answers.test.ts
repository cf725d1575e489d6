import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerLanguage, optAnswer } from './opt-answers.ts';
import { optWordOf } from './opt-words.ts';

const LANGUAGES = ['en', 'de', 'es', 'pt', 'fr', 'it', 'nl', 'pl', 'tr', 'ar', 'ru'];

test('the answer is in the first language that is known and spoken, else in that of the phone', () => {
  assert.equal(answerLanguage([null, 'de-AT', 'fr'], '+55 11 9'), 'de');
  assert.equal(answerLanguage(['sv', 'PT-br'], null), 'pt');
  assert.equal(answerLanguage(['xx', '__proto__'], '4915112345678'), 'de');
  assert.equal(answerLanguage([], '+54 9 11'), 'es');
  assert.equal(answerLanguage([], '+1 555'), 'en');
  assert.equal(answerLanguage([null], null), 'en');
});

test('every language says everything, names the shop once, and its words are understood', () => {
  for (const language of LANGUAGES) {
    for (const answer of ['stopped', 'stopped-offers', 'started', 'confirm', 'confirmed'] as const) {
      const text = optAnswer(language, answer, { shop: '$& Oak', wording: 'Offers, $1' });
      assert.equal(text.split('$& Oak').length, 2, `${language} ${answer}`);
      assert.equal(text.includes('Offers, $1'), answer === 'confirm');
      assert.ok(!/[{}]/.test(text) && text.length < 400);
    }
    assert.match(optAnswer(language, 'stopped', { shop: 'Oak' }), /START/);
  }
  assert.equal(optWordOf('START', { stop: [], start: [] })?.action, 'opt-in');
});
