import type { Rule, RuleDefinition, Run } from '../../contract/automation.ts';
import { id, minute } from './samples.ts';

export const definition = (changes: Partial<RuleDefinition> = {}): RuleDefinition => ({
  ...{ name: 'Cart left', trigger: { on: 'cart-left' }, once: { per: 'cart' }, if: null, hours: 'not-quiet' },
  cancelledBy: ['bought', 'replied'],
  steps: [
    {
      wait: { minutes: 60, from: 'trigger' },
      withinMinutes: 300,
      if: null,
      do: {
        kind: 'message',
        purpose: 'marketing',
        panel: 'first',
        text: 'Hi {{customer.first_name|there}}',
        template: { name: 'cart_left', language: 'en', values: { 'body.1': '{{customer.first_name|there}}' } },
      },
    },
  ],
  ...changes,
});

export const rule = (n: number, changes: Partial<Rule> = {}): Rule => ({
  ...{
    id: id(n),
    definition: definition(),
    version: 1,
    enabled: false,
    enabledAt: null,
    recipe: 'cart-left',
    notes: [],
  },
  runs: { waiting: 0, done: 3, cancelled: 0, suppressed: 1, failed: 0 },
  updatedAt: minute(0),
  ...changes,
});

export const run = (n: number, changes: Partial<Run> = {}): Run => ({
  id: id(n),
  rule: { id: id(1), name: 'Cart left', version: 1 },
  customer: { id: id(3), name: 'Ana Souza', phone: null },
  ...{ state: 'cancelled', startedAt: minute(0), dueAt: null },
  decisions: [
    {
      ...{ at: minute(0), step: 0, outcome: 'planned', reason: 'cart-left', facts: {}, message: null, webhook: null },
      words: 'The cart was last touched: looked at later.',
    },
    {
      ...{ at: minute(1), step: 0, outcome: 'cancelled', reason: 'bought', facts: {}, message: null, webhook: null },
      words: 'They bought on Friday.',
    },
  ],
  ...changes,
});
