import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anyFilling } from '../testing/template-arbitraries.ts';
import { readDefinition } from './template-definition.ts';
import { fillTemplate } from './template-fill.ts';
import { FIELDS, resolveValues, type TemplateFacts } from './template-values.ts';

const NOBODY: TemplateFacts = {
  ...{ customer: { fullName: null, phone: null }, cart: null, quote: null, order: null },
  shop: { name: 'WoodEx' },
};
const ANA: TemplateFacts = {
  customer: { fullName: ' Ana Maria Lima ', phone: '+55 41 98888 7777' },
  cart: {
    items: [
      { name: 'Oak table', quantity: 1 },
      { name: 'Chair', quantity: 4 },
    ],
    ...{ total: '1240.5000', currency: 'EUR', url: 'https://shop.example/cart/9' },
  },
  quote: {
    ...{ number: 'Q-7', total: '99.0000', currency: 'EUR', url: 'https://shop.example/quote/7' },
    expiresAt: new Date('2026-03-31T23:30:00Z'),
  },
  order: {
    ...{ number: '#1001', total: '5.0000', currency: 'XXQ', url: null },
    tracking: { number: 'DHL1', url: 'https://dhl.example/1' },
  },
  shop: { name: 'WoodEx' },
};
const EN = { language: 'en', timeZone: 'UTC' };
const resolved = (value: string, facts = ANA, writing = EN) => {
  const { values, problems } = resolveValues({ v: value }, facts, writing);
  return problems.get('v')?.what ?? values.v;
};

describe('resolveValues', () => {
  it('fills from the customer, with what stands there instead when it is not known', () => {
    assert.equal(resolved('{{customer.first_name|there}}'), 'Ana');
    assert.equal(resolved('Dear {{ customer.name }}!'), 'Dear Ana Maria Lima!');
    assert.equal(resolved('{{customer.first_name|there}}', NOBODY), 'there');
    assert.equal(resolved('{{cart.items}}, {{cart.count}} in all'), 'Oak table, 4 × Chair, 5 in all');
    assert.equal(resolved('{{order.tracking}} {{order.tracking_url}}'), 'DHL1 https://dhl.example/1');
  });

  it('says what is not known and has nothing to stand for it, what is no field, and braces that are none', () => {
    assert.equal(resolved('{{customer.name}}', NOBODY), "Not known of this customer: the customer's name.");
    assert.equal(resolved('{{customer.name| }}', NOBODY), "Not known of this customer: the customer's name.");
    assert.equal(resolved('{{customer.birthday|soon}}'), 'There is no “customer.birthday”.');
    assert.equal(resolved('{{constructor}}'), 'There is no “constructor”.');
    for (const text of ['{{', 'a }} b', '{{customer name}}', '{{1'])
      assert.equal(resolved(text), 'The braces are no field.');
  });

  it("writes amounts and days as the template's language does", () => {
    assert.equal(resolved('{{cart.total}}', ANA, { language: 'de', timeZone: 'UTC' }), '1.240,50\u00a0€');
    assert.equal(resolved('{{cart.total}}', ANA, { language: 'en_US', timeZone: 'UTC' }), '€1,240.50');
    assert.equal(resolved('{{quote.expires}}', ANA, { language: 'pt_BR', timeZone: 'UTC' }), '31 de março de 2026');
    assert.equal(resolved('{{quote.expires}}', ANA, { language: 'en', timeZone: 'Pacific/Chatham' }), 'April 1, 2026');
    assert.match(resolved('{{quote.total}}', ANA, { language: 'not a language', timeZone: 'UTC' })!, /99/);
  });

  it('never takes what a fact says for an expression', () => {
    const mallory = { ...ANA, customer: { fullName: '{{order.number}}', phone: null } };
    assert.equal(resolved('Hi {{customer.name}}', mallory), 'Hi {{order.number}}');
  });

  it('knows every field of somebody of whom all is known, and fails for nobody', () => {
    for (const name of Object.keys(FIELDS)) {
      if (name === 'order.url' || name === 'order.ref') continue;
      assert.doesNotMatch(resolved(`{{${name}}}`)!, /Not known/, name);
      assert.equal(typeof resolved(`{{${name}|x}}`, NOBODY), 'string');
    }
  });
});

describe('fillTemplate', () => {
  it('sends nothing half filled: a fact that is missing in the middle of a value is a problem too', () => {
    const definition = readDefinition({
      ...{ name: 'x', language: 'en', category: 'UTILITY', parameterFormat: 'POSITIONAL' },
      components: [{ type: 'BODY', text: 'Total {{1}}.' }],
    });
    const filled = fillTemplate(definition, { 'body.1': 'only {{cart.total}}' }, NOBODY, EN);
    assert.deepEqual([filled.parameters, filled.problems.map(({ field }) => field)], [null, ['body.1']]);
    const both = fillTemplate(definition, { 'body.1': '{{cart.total}}' }, NOBODY, EN);
    assert.equal(both.problems.length, 1);
  });

  it('has parameters exactly when it has no problem, and never throws', () => {
    fc.assert(
      fc.property(anyFilling, ({ template, values }) => {
        const { parameters, problems } = fillTemplate(readDefinition(template), values, ANA, EN);
        assert.equal(parameters !== null, problems.length === 0);
      }),
    );
  });
});
