import { randomUUIDv7 } from 'node:crypto';
import type { RuleDefinition } from '../../contract/automation.ts';
import type { EndpointRow } from '../db/webhook-endpoints.ts';
import { cartRule, cartStep } from './automation-world.ts';
import { NOW } from './merchants.ts';

const message = cartStep(0).do;
const after = (minutes: number, changes: Record<string, unknown>) =>
  cartStep(0, { wait: { minutes, from: 'step' }, ...changes });

/** Where the webhooks of these rules would go. */
export const ENDPOINT: EndpointRow = {
  ...{ id: randomUUIDv7(), name: 'Theirs', url: 'https://theirs.example/hook', secret: Buffer.from('sealed') },
  ...{ previousSecret: null, previousSecretUntil: null, createdAt: NOW, removedAt: null, offSince: null },
};

/** One rule of each kind, each with what can happen in it, by what it is about. */
export const MONTH_RULES: Record<string, RuleDefinition> = {
  'a cart that was left, twice': cartRule({
    hours: 'not-quiet',
    steps: [cartStep(61, { withinMinutes: 600 }), cartStep(24 * 60 + 2, { withinMinutes: 24 * 60 })],
  }),
  'a word in the panel, once a day': cartRule({
    trigger: { on: 'event', name: 'cart_item_added' },
    once: { per: 'days', days: 1 },
    cancelledBy: ['replied', 'cart-emptied', 'newer-run'],
    steps: [cartStep(3, { withinMinutes: 15, do: { ...message, panel: 'only', template: null } })],
  }),
  'a quote that runs out': cartRule({
    trigger: { on: 'quote-expiring', minutesBefore: 3 * 24 * 60 + 7 },
    once: { per: 'quote' },
    cancelledBy: ['quote-settled', 'bought'],
    hours: 'not-quiet',
    steps: [
      cartStep(0, { do: { ...message, purpose: 'transactional', text: '{{quote.number}} ends', template: null } }),
    ],
  }),
  'an order on its way': cartRule({
    trigger: { on: 'order-status', status: 'shipped' },
    once: { per: 'order' },
    cancelledBy: [],
    hours: 'business',
    steps: [cartStep(11, { withinMinutes: 3 * 24 * 60 })],
  }),
  'a lead that turns hot': cartRule({
    trigger: { on: 'lead-hot' },
    once: { per: 'days', days: 7 },
    cancelledBy: [],
    steps: [cartStep(0, { do: { kind: 'assign', to: null } })],
  }),
  'whoever is considering, after an hour and again': cartRule({
    trigger: { on: 'event', name: 'cart_item_added' },
    once: { per: 'event' },
    if: {
      kind: 'all',
      of: [
        { kind: 'number', field: 'customer.score', is: 'at-least', value: 12 },
        { kind: 'text', field: 'customer.stage', is: 'one-of', values: ['considering', 'quoted'] },
        { kind: 'in-cart', item: 'oak' },
      ],
    },
    cancelledBy: ['newer-run'],
    steps: [cartStep(67), cartStep(180, { wait: { minutes: 180, from: 'step' } })],
  }),
  'whoever puts something in is marked, given points, noted and told of': cartRule({
    trigger: { on: 'event', name: 'cart_item_added' },
    once: { per: 'days', days: 2 },
    cancelledBy: [],
    steps: [
      cartStep(4, { do: { kind: 'tag', do: 'add', tag: 'keen' } }),
      after(3, { do: { kind: 'score', points: 9, reason: 'put something in' } }),
      after(5, {
        if: { kind: 'number', field: 'customer.score', is: 'at-least', value: 22 },
        do: { kind: 'note', text: '{{customer.first_name|somebody}}: {{cart.items|nothing}}' },
      }),
      after(1, { if: { kind: 'tagged', tag: 'keen' }, do: { kind: 'webhook', endpoint: ENDPOINT.id } }),
      after(26 * 60, { do: { kind: 'tag', do: 'remove', tag: 'keen' } }),
    ],
  }),
  'points upon points, until they are hot': cartRule({
    trigger: { on: 'lead-hot' },
    once: { per: 'days', days: 3 },
    cancelledBy: [],
    steps: [
      cartStep(1, { do: { kind: 'score', points: -30, reason: 'was told of' } }),
      after(40, { do: { kind: 'score', points: 35, reason: 'is told of again' } }),
    ],
  }),
  'what comes next is waited for, and one way or the other is gone': cartRule({
    trigger: { on: 'event', name: 'cart_item_added' },
    once: { per: 'event' },
    cancelledBy: [],
    steps: [
      cartStep(2, {
        do: {
          ...{ kind: 'wait', for: { on: 'event', name: 'product_viewed' }, minutes: 50 * 60 },
          ...{ came: { way: 'looked' }, timedOut: { way: 'gone' } },
        },
      }),
      after(1, {
        on: ['looked'],
        do: {
          kind: 'split',
          ways: [
            { name: 'one', weight: 1 },
            { name: 'other', weight: 2 },
          ],
        },
      }),
      after(2, { on: ['one'], do: { ...message, panel: 'never' } }),
      after(2, { on: ['other'], do: { kind: 'tag', do: 'add', tag: 'other' } }),
      after(2, {
        on: ['gone'],
        do: { kind: 'wait', for: { on: 'bought' }, minutes: 24 * 60, came: 'stop', timedOut: 'go-on' },
      }),
      after(2, {
        on: ['gone', 'other'],
        do: { kind: 'wait', for: { on: 'replied' }, minutes: 60 * 60, came: { way: 'spoke' }, timedOut: 'stop' },
      }),
      after(1, { on: ['spoke'], do: { kind: 'note', text: '{{customer.first_name|somebody}} spoke' } }),
    ],
  }),
};
