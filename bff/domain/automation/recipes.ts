import type { Recipe, RuleDefinition, Step } from '../../../contract/automation.ts';
import type { Action } from '../../../contract/automation-action.ts';
import { message, rule, step } from './recipe-parts.ts';
import { ORDER_RECIPES } from './recipes-orders.ts';

const HOURS = 60;
const DAYS = 24 * HOURS;
const CART = ['bought', 'replied', 'cart-emptied'] as const satisfies RuleDefinition['cancelledBy'];
const NAME = '{{customer.first_name|there}}';
const QUOTE = {
  'body.first_name': NAME,
  'body.quote_number': '{{quote.number}}',
  'body.total': '{{quote.total}}',
  'body.valid_until': '{{quote.expires}}',
};

const cartReminder = (minutes: number, withinMinutes: number, name: string, text: string): Step =>
  step(
    minutes,
    withinMinutes,
    message('marketing', text, name, { 'body.1': NAME, 'body.2': '{{cart.items|what you chose}}' }),
  );

const quoteExpiring = (id: string, days: number, name: string): Recipe => ({
  id,
  about: `${days === 1 ? 'A day' : `${days} days`} before an open quote runs out. It ends when the quote is accepted or declined.`,
  definition: rule({
    name,
    trigger: { on: 'quote-expiring', minutesBefore: days * DAYS },
    once: { per: 'quote' },
    cancelledBy: ['quote-settled', 'bought'],
    steps: [
      step(
        0,
        12 * HOURS,
        message(
          'transactional',
          `Hi ${NAME}, your quote {{quote.number}} over {{quote.total}} is good until {{quote.expires}}. Shall we keep it for you?`,
          'quote_expiring',
          { ...QUOTE, 'button.2': '{{quote.ref}}' },
        ),
      ),
    ],
  }),
});

const panelWord: Action = {
  kind: 'message',
  purpose: 'marketing',
  panel: 'only',
  text: 'A good choice: {{cart.items|that piece}}. Ask us here about sizes, wood and delivery.',
  template: null,
};

/** Rules that come with the product. Their templates are those of the demo's account; each is to be had by name in the merchant's own. */
export const RECIPES: readonly Recipe[] = [
  {
    id: 'cart-word',
    about: 'A helpful word in the panel, while it is open, after something was put into the cart; once a day.',
    definition: rule({
      name: 'A word about the cart',
      trigger: { on: 'event', name: 'cart_item_added' },
      once: { per: 'days', days: 1 },
      cancelledBy: ['replied', 'cart-emptied'],
      hours: 'any',
      steps: [step(1, 15, panelWord)],
    }),
  },
  {
    id: 'cart-left',
    about: 'An hour and a day after a cart was touched last. It ends when they buy, write or empty it.',
    definition: rule({
      name: 'Cart left',
      trigger: { on: 'cart-left' },
      once: { per: 'cart' },
      cancelledBy: [...CART],
      steps: [
        cartReminder(
          1 * HOURS,
          5 * HOURS,
          'cart_left',
          `Hi ${NAME}, {{cart.items}} is still in your cart. Shall we keep it for you?`,
        ),
        cartReminder(
          24 * HOURS,
          24 * HOURS,
          'cart_left_again',
          `Hi ${NAME}, do you still think about {{cart.items}}? We are glad to help.`,
        ),
      ],
    }),
  },
  {
    id: 'quote-created',
    about: 'When a quote is ready.',
    definition: rule({
      name: 'Quote ready',
      trigger: { on: 'event', name: 'quote_created' },
      once: { per: 'quote' },
      cancelledBy: ['quote-settled'],
      steps: [
        step(
          0,
          2 * DAYS,
          message(
            'transactional',
            `Hi ${NAME}, your quote {{quote.number}} over {{quote.total}} is ready. It is good until {{quote.expires}}.`,
            'quote_ready',
            { ...QUOTE, 'button.2': '{{quote.ref}}' },
          ),
        ),
      ],
    }),
  },
  quoteExpiring('quote-expiring-7d', 7, 'Quote runs out in a week'),
  quoteExpiring('quote-expiring-1d', 1, 'Quote runs out tomorrow'),
  {
    id: 'quote-accepted',
    about: 'Thanks for an accepted quote, and what comes next.',
    definition: rule({
      name: 'Quote accepted',
      trigger: { on: 'event', name: 'quote_accepted' },
      once: { per: 'quote' },
      steps: [
        step(
          0,
          1 * DAYS,
          message(
            'transactional',
            `Thank you, ${NAME}! Your quote {{quote.number}} is accepted, and we are beginning with it.`,
            'quote_accepted',
            { 'body.1': NAME, 'body.2': '{{quote.number}}' },
          ),
        ),
      ],
    }),
  },
  ...ORDER_RECIPES,
  {
    id: 'hot-lead',
    about: 'A lead that turns hot goes to the agent with the fewest open conversations; at most once a week.',
    definition: rule({
      name: 'Hot lead to an agent',
      trigger: { on: 'lead-hot' },
      once: { per: 'days', days: 7 },
      hours: 'any',
      steps: [step(0, 1 * DAYS, { kind: 'assign', to: null })],
    }),
  },
  {
    id: 'dormant',
    about: 'To customers who have done nothing for 90 days; at most twice a year.',
    definition: rule({
      name: 'We miss you',
      trigger: { on: 'dormant' },
      once: { per: 'days', days: 180 },
      cancelledBy: ['replied'],
      hours: 'business',
      steps: [step(0, 7 * DAYS, message('marketing', null, 'we_miss_you', { 'body.1': NAME }))],
    }),
  },
];
