import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeLikeMeta } from './encode.ts';
import { signatureOf } from './signature.ts';

test('non-ASCII is escaped unit by unit and every slash is escaped', () => {
  assert.equal(encodeLikeMeta({ text: 'café / 😀' }), String.raw`{"text":"caf\u00e9 \/ \ud83d\ude00"}`);
});

test('what was escaped reads back as it was', () => {
  const value = { text: 'ä\u007f\u2028 "/\\/" مرحبا\n' };
  assert.deepEqual(JSON.parse(encodeLikeMeta(value)), value);
});

const vectors = [
  [
    '{"object":"whatsapp_business_account","entry":[]}',
    'c84a394cc475525991e78ff16e430b02e47f953877d2af0ade26956ce6f384dc',
  ],
  [
    String.raw`{"text":"caf\u00e9 \/ \ud83d\ude00"}`,
    'fb68521cd01d8f296561b37b44e6969a66f65a47341728199fe4cf932ff339ab',
  ],
  ['{"text":"café / 😀"}', 'da48eca1289fd39460b5f59ae827acbc8f47ece921f062b7cd5dcee30f5fe756'],
] as const;

for (const [body, hex] of vectors) {
  test(`the signature of ${body} is the known one`, () => {
    assert.equal(signatureOf(body, 'test-app-secret'), `sha256=${hex}`);
  });
}
