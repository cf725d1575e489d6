import type { Recipe } from '../../../contract/automation.ts';
import type { OrderStatus } from '../../../contract/commerce.ts';
import { message, rule, step } from './recipe-parts.ts';

const HOURS = 60;
const DAYS = 24 * HOURS;
const NAME = '{{customer.first_name|there}}';
const ORDER = { 'body.1': NAME, 'body.2': '{{order.number}}' };

const orderCameTo = (
  status: OrderStatus,
  about: string,
  name: string,
  text: string,
  values: Record<string, string> = ORDER,
): Recipe => ({
  id: `order-${status}`,
  about,
  definition: rule({
    name,
    trigger: { on: 'order-status', status },
    once: { per: 'order' },
    steps: [
      step(
        0,
        1 * DAYS,
        message('transactional', text, `order_${status === 'shipped' ? 'on_its_way' : status}`, values),
      ),
    ],
  }),
});

/** What customers are told of their orders, and what they are asked afterwards. */
export const ORDER_RECIPES: readonly Recipe[] = [
  orderCameTo(
    'placed',
    'When an order was placed.',
    'Order placed',
    `Thank you, ${NAME}! We have your order {{order.number}} over {{order.total}}.`,
    {
      ...ORDER,
      'body.3': '{{order.total}}',
    },
  ),
  orderCameTo(
    'paid',
    'When an order was paid.',
    'Order paid',
    `Hi ${NAME}, your payment for order {{order.number}} has arrived.`,
  ),
  orderCameTo(
    'shipped',
    'When an order is on its way, with its tracking number.',
    'Order on its way',
    `Hi ${NAME}, order {{order.number}} is on its way. Tracking: {{order.tracking|you will get it by e-mail}}`,
    { ...ORDER, 'body.3': '{{order.tracking|you will get it by e-mail}}', 'button.0': '{{order.ref}}' },
  ),
  orderCameTo(
    'delivered',
    'When an order has arrived.',
    'Order delivered',
    `Hi ${NAME}, order {{order.number}} has arrived. Enjoy it!`,
  ),
  orderCameTo(
    'cancelled',
    'When an order was cancelled.',
    'Order cancelled',
    `Hi ${NAME}, order {{order.number}} is cancelled. Tell us if that was not meant.`,
  ),
  orderCameTo(
    'refunded',
    'When money was given back.',
    'Order refunded',
    `Hi ${NAME}, your money for order {{order.number}} is on its way back to you.`,
  ),
  {
    id: 'review-request',
    about: 'A week after an order has arrived.',
    definition: rule({
      name: 'How is it?',
      trigger: { on: 'order-status', status: 'delivered' },
      once: { per: 'order' },
      hours: 'business',
      steps: [
        step(
          7 * DAYS,
          5 * DAYS,
          message(
            'transactional',
            `Hi ${NAME}, your order {{order.number}} arrived a week ago. Is everything as it should be?`,
            'feedback',
            ORDER,
          ),
        ),
      ],
    }),
  },
];
