import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { isSigned } from './signature.ts';

const secret = 'test-app-secret';
const known: [what: string, body: string, hex: string][] = [
  [
    'plain JSON',
    '{"object":"whatsapp_business_account","entry":[]}',
    'c84a394cc475525991e78ff16e430b02e47f953877d2af0ade26956ce6f384dc',
  ],
  [
    "Meta's escapes",
    String.raw`{"text":"caf\u00e9 \/ \ud83d\ude00"}`,
    'fb68521cd01d8f296561b37b44e6969a66f65a47341728199fe4cf932ff339ab',
  ],
  ['UTF-8', '{"text":"café / 😀"}', 'da48eca1289fd39460b5f59ae827acbc8f47ece921f062b7cd5dcee30f5fe756'],
];
for (const [what, body, hex] of known) {
  test(`${what} with its known signature is signed`, () => {
    assert.ok(isSigned(Buffer.from(body), `sha256=${hex}`, secret));
    assert.ok(!isSigned(Buffer.from(body), `sha256=${hex}`, 'another-secret'));
    assert.ok(!isSigned(Buffer.from(`${body} `), `sha256=${hex}`, secret));
    assert.ok(!isSigned(Buffer.from(body.replace(':', ': ')), `sha256=${hex}`, secret));
  });
}

test('the same text in other bytes is not signed', () => {
  assert.ok(!isSigned(Buffer.from(known[2]![1]), `sha256=${known[1]![2]}`, secret));
});

test('an empty body can be signed', () => {
  const hex = createHmac('sha256', secret).update('').digest('hex');
  assert.ok(isSigned(Buffer.alloc(0), `sha256=${hex}`, secret));
});

test('bytes that are no text are signed as they are', () => {
  const body = Buffer.of(0xff, 0xfe, 0x00, 0x80);
  const hex = createHmac('sha256', secret).update(body).digest('hex');
  assert.ok(isSigned(body, `sha256=${hex}`, secret));
});

const [, text, hex] = known[0]!;
const refused: [what: string, header: string | null | undefined][] = [
  ['no header', undefined],
  ['a null header', null],
  ['an empty header', ''],
  ['no scheme', hex],
  ['another scheme', `sha1=${hex}`],
  ['the scheme in capitals', `SHA256=${hex}`],
  ['upper-case hex', `sha256=${hex.toUpperCase()}`],
  ['a digit less', `sha256=${hex.slice(1)}`],
  ['a digit more', `sha256=${hex}0`],
  ['a letter that is no hex', `sha256=${hex.slice(1)}g`],
  ['a blank before', ` sha256=${hex}`],
  ['a line break after', `sha256=${hex}\n`],
  ['two signatures', `sha256=${hex}, sha256=${hex}`],
];
for (const [what, header] of refused) {
  test(`${what} is refused`, () => assert.ok(!isSigned(Buffer.from(text), header, secret)));
}

test('without a secret nothing is signed', () => {
  const forged = createHmac('sha256', '').update(text).digest('hex');
  assert.ok(!isSigned(Buffer.from(text), `sha256=${forged}`, ''));
});
