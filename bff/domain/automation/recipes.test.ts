import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RuleDefinition } from '../../../contract/automation.ts';
import { demoTemplates } from '../../../scripts/demo-templates.ts';
import { readDefinition } from '../template-definition.ts';
import { fillTemplate } from '../template-fill.ts';
import { resolveValues, type TemplateFacts } from '../template-values.ts';
import { RECIPES } from './recipes.ts';

/** Of whom only what the recipe is about is known. */
const facts: TemplateFacts = {
  customer: { fullName: null, phone: null },
  cart: { items: [{ name: 'Oak table', quantity: 1 }], total: '1240.00', currency: 'EUR', url: null },
  quote: {
    number: 'Q-1',
    total: '900.00',
    currency: 'EUR',
    expiresAt: new Date('2026-04-01T00:00:00Z'),
    url: 'https://shop.example/quotes/1',
  },
  order: { number: '1001', total: '1240.00', currency: 'EUR', url: 'https://shop.example/orders/1', tracking: null },
  shop: { name: 'Ash' },
};
const writing = { language: 'en', timeZone: 'Pacific/Chatham' };

const templates = demoTemplates('https://shop.example');
const named = (name: string) =>
  templates
    .filter(template => template.name === name)
    .map(template =>
      readDefinition({
        ...{ name, language: template.language, category: template.category },
        parameterFormat: template.parameter_format === 'NAMED' ? 'NAMED' : 'POSITIONAL',
        components: template.components,
      }),
    );

describe('a recipe', () => {
  it('has a name of its own, and a template and words that all say what it is about', () => {
    assert.equal(new Set(RECIPES.map(({ id }) => id)).size, RECIPES.length);
    assert.equal(RECIPES.length, 15);
  });

  for (const { id, definition } of RECIPES) {
    it(`${id} is a rule that can be kept as it is`, () => {
      assert.deepEqual(RuleDefinition.parse(definition), definition);
    });

    for (const { do: action } of definition.steps) {
      if (action.kind !== 'message') continue;
      const { text, template } = action;
      if (text) {
        it(`${id} can be said in words`, () => {
          assert.deepEqual([...resolveValues({ text }, facts, writing).problems], []);
        });
      }
      if (!template) continue;
      it(`${id} has its template ${template.name} in the demo's account, and fills it in each language`, () => {
        const definitions = named(template.name);
        assert.ok(definitions.some(({ language }) => language === template.language));
        for (const each of definitions) {
          const { parameters, problems } = fillTemplate(each, template.values, facts, writing);
          assert.ok(parameters, JSON.stringify(problems));
          assert.equal(each.category === 'MARKETING', action.purpose === 'marketing');
        }
      });
    }
  }
});
