import { createHmac } from 'node:crypto';

/** The demo's WhatsApp account, as WOODEX_DEMO_WHATSAPP says it. */
export const ACCOUNT = {
  appId: 'bench',
  accessToken: 'EAAbench',
  appSecret: 'the secret of the bench',
  verifyToken: 'the verify token of the bench',
  wabaId: '102290129340398',
  numbers: [{ phoneNumberId: '106540352242922', displayPhoneNumber: '+1 555 078 3881', verifiedName: 'Bench' }],
};

export const phoneOf = (person: number) => `49151${String(30_000_000 + person)}`;
export const wamidOf = (person: number) => `wamid.out.${person}`;
export const textOf = (n: number) => `Number ${n}: is the oak table still to be had in 180 cm?`;

const stamp = () => String(Math.floor(Date.now() / 1000));
const bodyOf = (told: object) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: ACCOUNT.wabaId,
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '15550783881', phone_number_id: ACCOUNT.numbers[0]!.phoneNumberId },
            ...told,
          },
        },
      ],
    },
  ],
});

/** A text, as Meta tells of it. */
export function message(n: number, person: number): object {
  const from = phoneOf(person);
  const text = { id: `wamid.in.${n}`, from, timestamp: stamp(), type: 'text', text: { body: textOf(n) } };
  return bodyOf({ contacts: [{ profile: { name: `Person ${person}` }, wa_id: from }], messages: [text] });
}

/** A tick of the message that went to a person. */
export const status = (state: string, person: number): object =>
  bodyOf({ statuses: [{ id: wamidOf(person), status: state, timestamp: stamp(), recipient_id: phoneOf(person) }] });

/** The header that Meta would send with it. */
export const signed = (body: object) => ({
  'x-hub-signature-256': `sha256=${createHmac('sha256', ACCOUNT.appSecret).update(JSON.stringify(body)).digest('hex')}`,
});
