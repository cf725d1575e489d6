const body = (text: string, ...examples: string[]) => ({
  type: 'BODY',
  text,
  ...(examples.length > 0 && { example: { body_text: [examples] } }),
});
const namedBody = (text: string, examples: Record<string, string>) => ({
  type: 'BODY',
  text,
  example: {
    body_text_named_params: Object.entries(examples).map(([param_name, example]) => ({ param_name, example })),
  },
});
const header = (text: string) => ({ type: 'HEADER', format: 'TEXT', text });
const imageHeader = { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW1hZ2U='] } };
const footer = (text: string) => ({ type: 'FOOTER', text });
const buttons = (...all: object[]) => ({ type: 'BUTTONS', buttons: all });
const reply = (text: string) => ({ type: 'QUICK_REPLY', text });
const link = (text: string, url: string) => ({ type: 'URL', text, url: `${url}{{1}}`, example: [`${url}1001`] });

/** The message templates that the demo's account has from the start, as Meta's management API writes them; all approved. */
export const demoTemplates = (storeUrl: string) => [
  {
    name: 'cart_reminder',
    language: 'en',
    category: 'MARKETING',
    components: [
      imageHeader,
      body('Hi {{1}}, your {{2}} is still in your cart. Shall we keep it for you?', 'Ana', 'oak table'),
      footer('Reply STOP to get no more offers'),
      buttons(reply('Book a visit'), reply('No, thanks'), link('Open my cart', `${storeUrl}/cart?c=`)),
    ],
  },
  {
    name: 'cart_reminder',
    language: 'de',
    category: 'MARKETING',
    components: [
      imageHeader,
      body('Hallo {{1}}, {{2}} wartet noch in Ihrem Warenkorb. Sollen wir reservieren?', 'Ana', 'der Eichentisch'),
      footer('STOP beendet Angebote'),
      buttons(reply('Termin buchen'), reply('Nein, danke'), link('Zum Warenkorb', `${storeUrl}/cart?c=`)),
    ],
  },
  {
    name: 'order_shipped',
    language: 'en',
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components: [
      header('Your order is on its way'),
      namedBody('Hi {{first_name}}, order {{order_number}} left our workshop and arrives on {{delivery_day}}.', {
        first_name: 'Ana',
        order_number: '#1001',
        delivery_day: 'Friday, 4 December',
      }),
      buttons(link('Follow it', `${storeUrl}/orders/`)),
    ],
  },
  {
    name: 'quote_ready',
    language: 'en',
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components: [
      namedBody(
        'Hi {{first_name}}, your quote {{quote_number}} over {{total}} is ready. It is good until {{valid_until}}.',
        {
          first_name: 'Ana',
          quote_number: 'Q-1001',
          total: '1,290.00 €',
          valid_until: '31 December',
        },
      ),
      buttons(reply('Accept'), reply('I have a question'), link('See the quote', `${storeUrl}/quotes/`)),
    ],
  },
  {
    name: 'appointment_confirmed',
    language: 'en',
    category: 'UTILITY',
    components: [
      body(
        'Hi {{1}}, we look forward to seeing you at {{2}} on {{3}}.',
        'Ana',
        'our showroom in Berlin',
        'Friday, 4 December, 10:00',
      ),
      buttons(reply('Move it'), reply('Cancel it')),
    ],
  },
  {
    name: 'appointment_reminder',
    language: 'en',
    category: 'UTILITY',
    components: [
      body('Hi {{1}}, a reminder of your visit to {{2}} tomorrow at {{3}}.', 'Ana', 'our showroom in Berlin', '10:00'),
      buttons(reply('I will be there'), reply('Move it'), reply('Cancel it')),
    ],
  },
  {
    name: 'back_in_stock',
    language: 'en',
    category: 'MARKETING',
    components: [
      imageHeader,
      body('Good news, {{1}}: {{2}} is back in our showroom.', 'Ana', 'the oak table'),
      footer('Reply STOP to get no more offers'),
      buttons(link('Look at it', `${storeUrl}/products/`)),
    ],
  },
  {
    name: 'autumn_sale',
    language: 'en',
    category: 'MARKETING',
    components: [
      header('Our autumn sale'),
      body('Hi {{1}}, everything made of oak is 15 % off until Sunday.', 'Ana'),
      footer('Reply STOP to get no more offers'),
      buttons({ type: 'COPY_CODE', example: 'OAK15' }, { type: 'URL', text: 'Look around', url: storeUrl }),
    ],
  },
  {
    name: 'feedback',
    language: 'en',
    category: 'UTILITY',
    components: [
      body('Hi {{1}}, your order {{2}} arrived a week ago. Is everything as it should be?', 'Ana', '#1001'),
      buttons(reply('All is well'), reply('Something is wrong')),
    ],
  },
  {
    name: 'cart_left',
    language: 'en',
    category: 'MARKETING',
    components: [
      body('Hi {{1}}, {{2}} is still in your cart. Shall we keep it for you?', 'Ana', 'the oak table'),
      footer('Reply STOP to get no more offers'),
      buttons(reply('Yes, please'), { type: 'URL', text: 'Open my cart', url: `${storeUrl}/cart` }),
    ],
  },
  {
    name: 'cart_left',
    language: 'de',
    category: 'MARKETING',
    components: [
      body('Hallo {{1}}, {{2}} liegt noch in Ihrem Warenkorb. Sollen wir reservieren?', 'Ana', 'der Eichentisch'),
      footer('STOP beendet Angebote'),
      buttons(reply('Ja, bitte'), { type: 'URL', text: 'Zum Warenkorb', url: `${storeUrl}/cart` }),
    ],
  },
  {
    name: 'cart_left_again',
    language: 'en',
    category: 'MARKETING',
    components: [
      body(
        'Hi {{1}}, do you still think about {{2}}? We are glad to help with sizes and wood.',
        'Ana',
        'the oak table',
      ),
      footer('Reply STOP to get no more offers'),
      buttons(reply('I have a question'), { type: 'URL', text: 'Open my cart', url: `${storeUrl}/cart` }),
    ],
  },
  {
    name: 'cart_left_again',
    language: 'de',
    category: 'MARKETING',
    components: [
      body('Hallo {{1}}, denken Sie noch an {{2}}? Gern helfen wir bei Maß und Holz.', 'Ana', 'den Eichentisch'),
      footer('STOP beendet Angebote'),
      buttons(reply('Ich habe eine Frage'), { type: 'URL', text: 'Zum Warenkorb', url: `${storeUrl}/cart` }),
    ],
  },
  {
    name: 'quote_expiring',
    language: 'en',
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components: [
      namedBody(
        'Hi {{first_name}}, your quote {{quote_number}} over {{total}} is good until {{valid_until}}. After that we make a new one.',
        { first_name: 'Ana', quote_number: 'Q-1001', total: '1,290.00 €', valid_until: '31 December' },
      ),
      buttons(reply('Accept'), reply('I have a question'), link('See the quote', `${storeUrl}/quotes/`)),
    ],
  },
  {
    name: 'quote_accepted',
    language: 'en',
    category: 'UTILITY',
    components: [
      body('Thank you, {{1}}! Your quote {{2}} is accepted, and we are beginning with it.', 'Ana', 'Q-1001'),
    ],
  },
  {
    name: 'order_placed',
    language: 'en',
    category: 'UTILITY',
    components: [body('Thank you, {{1}}! We have your order {{2}} over {{3}}.', 'Ana', '#1001', '1,290.00 €')],
  },
  {
    name: 'order_paid',
    language: 'en',
    category: 'UTILITY',
    components: [body('Hi {{1}}, your payment for order {{2}} has arrived.', 'Ana', '#1001')],
  },
  {
    name: 'order_on_its_way',
    language: 'en',
    category: 'UTILITY',
    components: [
      body(
        'Hi {{1}}, order {{2}} is on its way. Tracking: {{3}}. We call you before we come.',
        'Ana',
        '#1001',
        'TE-4711',
      ),
      buttons(link('Follow it', `${storeUrl}/orders/`)),
    ],
  },
  {
    name: 'order_delivered',
    language: 'en',
    category: 'UTILITY',
    components: [body('Hi {{1}}, order {{2}} has arrived. Enjoy it!', 'Ana', '#1001')],
  },
  {
    name: 'order_cancelled',
    language: 'en',
    category: 'UTILITY',
    components: [body('Hi {{1}}, order {{2}} is cancelled. Tell us if that was not meant.', 'Ana', '#1001')],
  },
  {
    name: 'order_refunded',
    language: 'en',
    category: 'UTILITY',
    components: [body('Hi {{1}}, your money for order {{2}} is on its way back to you.', 'Ana', '#1001')],
  },
  {
    name: 'we_miss_you',
    language: 'en',
    category: 'MARKETING',
    components: [
      body('Hi {{1}}, we have not seen you for a while. New pieces of oak and walnut are in our showroom.', 'Ana'),
      footer('Reply STOP to get no more offers'),
      buttons({ type: 'URL', text: 'Look around', url: storeUrl }),
    ],
  },
];
