import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anyFilling } from '../testing/template-arbitraries.ts';
import { readDefinition, type StoredTemplate } from './template-definition.ts';
import { preflight } from './template-preflight.ts';
import { takesStill } from './template-refit.ts';

const template = (...components: Record<string, unknown>[]) =>
  readDefinition({
    ...({ name: 'order_shipped', language: 'en', category: 'UTILITY', parameterFormat: 'POSITIONAL' } as const),
    components,
  } satisfies StoredTemplate);
const body = (text: string) => ({ type: 'BODY', text });
const buttons = (...all: Record<string, unknown>[]) => ({ type: 'BUTTONS', buttons: all });
const picture = (format: string) => ({ type: 'HEADER', format });
const link = (url: string) => ({ type: 'URL', text: 'Follow', url });

describe('what a template was filled with', () => {
  it('is what it takes, as long as it is the same', () => {
    let filled = 0;
    fc.assert(
      fc.property(anyFilling, ({ template: stored, values }) => {
        const definition = readDefinition(stored);
        const result = preflight(definition, values);
        if (!result.ok) return;
        filled += 1;
        assert.ok(takesStill(definition, JSON.parse(JSON.stringify(result.parameters))), JSON.stringify(result));
      }),
    );
    assert.ok(filled > 5, `${filled} filled`);
  });

  const one = { values: { 'body.1': 'Ana' }, was: template(body('Hi {{1}}, it is here.')) };
  const seen = { values: { 'header.media': 'https://files.example/a' }, was: template(picture('IMAGE'), body('Hi')) };
  const led = {
    values: { 'button.0': 'https://shop.example/?to=https://other.example/' },
    was: template(body('Hi'), buttons(link('https://shop.example/?to={{1}}'))),
  };
  const answered = {
    values: { 'button.0': 'woodex:stop' },
    was: template(body('Hi'), buttons({ type: 'QUICK_REPLY', text: 'Stop' })),
  };
  for (const [change, { values, was }, is, takes] of [
    ['other words', one, template(body('Dear {{1}}, it has come.')), true],
    ['one value more', one, template(body('Hi {{1}}, {{2}} is here.')), false],
    ['no value any more', one, template(body('It is here.')), false],
    ['a name where there was a number', one, template(body('Hi {{first_name}}, it is here.')), false],
    ['too many words', one, template(body(`Hi {{1}}${'.'.repeat(1020)}`)), false],
    ['a film where there was a picture', seen, template(picture('VIDEO'), body('Hi')), false],
    ['no picture any more', seen, template(body('Hi')), false],
    ['the same link', led, led.was, true],
    ['another place for the link', led, template(body('Hi'), buttons(link('https://shop.example/{{1}}'))), true],
    ['a link that is whole', led, template(body('Hi'), buttons(link('https://shop.example/'))), false],
    [
      'a link where there was an answer',
      answered,
      template(body('Hi'), buttons(link('https://a.example/{{1}}'))),
      false,
    ],
  ] as const) {
    it(`is ${takes ? 'still' : 'not'} what it takes with ${change}`, () => {
      const filled = preflight(was, values);
      assert.ok(filled.ok, JSON.stringify(filled));
      assert.equal(takesStill(is, filled.parameters), takes);
    });
  }
});
