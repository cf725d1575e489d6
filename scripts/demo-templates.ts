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
];
