import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, startPair } from '../testing/simulator.ts';

const path = `/v24.0/${account.wabaId}/message_templates`;

const body = (text: string, ...examples: string[]) => ({
  type: 'BODY',
  text,
  ...(examples.length > 0 ? { example: { body_text: [examples] } } : {}),
});
const reminder = {
  name: 'reminder',
  language: 'en',
  category: 'MARKETING',
  components: [body('Hi {{1}}, your cart is still here.', 'Ana')],
};
const url = (text: string, address: string, example?: string[]) => ({ type: 'URL', text, url: address, example });
const withButtons = (...buttons: object[]) => ({ components: [body('Hello.'), { type: 'BUTTONS', buttons }] });
const reply = { type: 'QUICK_REPLY', text: 'Yes' };
const refused: [claim: string, subcode: number | undefined, change: object][] = [
  ['a name with capitals', undefined, { name: 'Reminder' }],
  ['no body', 2388043, { components: [{ type: 'FOOTER', text: 'x' }] }],
  ['a variable without an example', 2388043, { components: [body('Hi {{1}}, your cart is here.')] }],
  ['a variable at the end', 2388299, { components: [body('Your very own cart is here, {{1}}', 'Ana')] }],
  ['a gap in the numbers', 2388072, { components: [body('Hi {{1}}, your {{3}} is still here for you.', 'a', 'b')] }],
  ['variables beside each other', 2388072, { components: [body('Hi {{1}}{{2}}, your cart is still here.', 'a', 'b')] }],
  [
    'more variables than words',
    2388293,
    { components: [body('Hi {{1}} {{2}}!'.replace(' {{2}}', ', {{2}}'), 'a', 'b')] },
  ],
  ['a body of 1025 characters', 2388040, { components: [body('x'.repeat(1025))] }],
  ['a header of two variables', 2388047, { components: [header('{{1}} and {{2}}', 'a', 'b'), body('Hello.')] }],
  ['a footer with a variable', 2388073, { components: [body('Hello.'), { type: 'FOOTER', text: 'Hi {{1}}' }] }],
  ['three links', undefined, withButtons(...['a', 'b', 'c'].map(name => url(name, `https://x.example/${name}`)))],
  ['quick replies apart', undefined, withButtons(reply, url('Open', 'https://x.example'), { ...reply, text: 'No' })],
  ['a variable inside a link', undefined, withButtons(url('Open', 'https://x.example/{{1}}/cart', ['1']))],
];

function header(text: string, ...header_text: string[]) {
  return { type: 'HEADER', format: 'TEXT', text, example: { header_text } };
}

for (const [claim, subcode, change] of refused) {
  test(`a template with ${claim} is not taken for review`, async t => {
    const { call } = await startPair(t);
    const answer = await call('POST', path, { ...reminder, ...change });
    const { code, error_subcode } = answer.json.error as { code: number; error_subcode?: number };
    assert.deepEqual([answer.status, code, error_subcode], [400, 100, subcode], JSON.stringify(answer.json));
  });
}
