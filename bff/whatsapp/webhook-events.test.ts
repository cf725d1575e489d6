import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MessageContent } from '../../contract/message.ts';
import { isStorable } from '../domain/clean-text.ts';
import { fixtures } from './fixtures.ts';
import type { InboundMessage } from './inbound-message.ts';
import type { JsonObject } from './json.ts';
import type { StatusEvent } from './status-event.ts';
import { identifiers, parseWebhook, statusKeyPrefix, type WebhookPart } from './webhook-events.ts';

const receivedAt = new Date('2026-03-10T12:00:00Z');
const parse = (body: unknown) => parseWebhook(body, receivedAt);

const delivery = (value: unknown, field = 'messages') => ({
  object: 'whatsapp_business_account',
  entry: [{ id: 'waba1', changes: [{ field, value }] }],
});
const metadata = { display_phone_number: '15550783881', phone_number_id: 'pn1' };
const text = { from: '16505551234', id: 'wamid.A', timestamp: '1773144000', type: 'text', text: { body: 'hello' } };
const ofMessages = (messages: unknown, contacts: unknown = []) => delivery({ metadata, contacts, messages });
const ofStatuses = (statuses: unknown) => delivery({ metadata, statuses });
const sent = { id: 'wamid.B', status: 'sent', timestamp: '1773144000', recipient_id: '16505551234' };

function only(parts: WebhookPart[]): WebhookPart {
  assert.equal(parts.length, 1);
  return parts[0]!;
}
function message(change: JsonObject, contacts?: unknown): InboundMessage {
  const { event } = only(parse(ofMessages([{ ...text, ...change }], contacts)));
  assert.ok(event.kind === 'message');
  return event.message;
}
function status(change: JsonObject): StatusEvent {
  const { event } = only(parse(ofStatuses([{ ...sent, ...change }])));
  assert.ok(event.kind === 'status');
  return event.status;
}

test('a text message is read whole', () => {
  const part = only(parse(fixtures.get('message__text')));
  assert.equal(part.wabaId, '1234567890987654321');
  assert.equal(part.phoneNumberId, '1122334455667');
  assert.equal(part.dedupeKey, 'message:["1122334455667","wamid.xyzxyz"]');
  assert.ok(part.event.kind === 'message');
  const { message } = part.event;
  assert.equal(message.sentAt.toISOString(), '2023-10-11T16:53:43.000Z');
  assert.deepEqual(message.from, {
    waId: '972987654321',
    bsuid: 'US.13491208655302741918',
    parentBsuid: 'US.ENT.11815799212886844830',
    username: undefined,
    profileName: 'Test Name',
  });
  assert.deepEqual(message.content, { kind: 'text', text: 'Body Text' });
});

test('the sides of a message are read: quote, reaction, advertisement, new number', () => {
  const read = (name: string) => {
    const { event } = only(parse(fixtures.get(name)));
    assert.ok(event.kind === 'message');
    return event.message;
  };
  assert.ok(read('message__reply').contextWamid);
  assert.ok(read('message__reaction').concerns);
  assert.equal(read('message__referral').referral?.source_type, 'ad or post');
  assert.deepEqual(read('system__phone_number_change').system, {
    type: 'user_changed_number',
    newWaId: '972912345678',
    newBsuid: undefined,
  });
});

test('a sender is found by id, not by the place of the card', () => {
  const cards = [
    { profile: { name: 'Bea' }, wa_id: '4915100000002' },
    { profile: { name: 'Al' }, wa_id: '16505551234', user_id: 'US.1' },
  ];
  assert.equal(message({}, cards).from.profileName, 'Al');
  assert.equal(message({ from: '4915100000002' }, cards).from.profileName, 'Bea');
  assert.equal(message({ from: '4915100000009' }, cards).from.profileName, undefined);
  assert.equal(message({}, { profile: { name: 'lone card' }, wa_id: '16505551234' }).from.profileName, 'lone card');
});

test("a card in the country's other form is the sender's, and the answer goes to the number that wrote", () => {
  const { from } = message({ from: '5541988887777' }, [{ profile: { name: 'Rui' }, wa_id: '554188887777' }]);
  assert.deepEqual([from.waId, from.profileName], ['5541988887777', 'Rui']);
});

test('a sender whose phone is hidden is known by the business-scoped id', () => {
  const card = { profile: { name: 'Al', username: 'al' }, user_id: 'US.1', parent_user_id: 'US.ENT.2' };
  const known = { waId: undefined, bsuid: 'US.1', parentBsuid: 'US.ENT.2', username: 'al', profileName: 'Al' };
  assert.deepEqual(message({ from: undefined, from_user_id: 'US.1' }, [card]).from, known);
  assert.deepEqual(message({ from: 'US.1' }, [card]).from, known);
});

test('a message that names nobody is of the only person whose card comes with it, if it comes alone', () => {
  const [al, bea] = [{ user_id: 'US.1', profile: { name: 'Al' } }, { wa_id: '4915100000002' }];
  assert.equal(message({ from: undefined }, [al]).from.bsuid, 'US.1');
  assert.equal(message({ from: '' }, bea).from.waId, '4915100000002');
  assert.equal(message({ from: undefined }, [al, bea]).from.bsuid, undefined);
  assert.equal(message({ from: '4915100000009' }, [al]).from.bsuid, undefined);
  const two = ofMessages(
    [
      { ...text, from: undefined },
      { ...text, id: 'wamid.C' },
    ],
    [{ wa_id: text.from }],
  );
  const of = parse(two).map(({ event }) => event.kind === 'message' && event.message.from.waId);
  assert.deepEqual(of, [undefined, text.from]);
});

test('a message from nobody is still a message', () => {
  assert.deepEqual(Object.values(message({ from: '<PHONE>' }).from).filter(Boolean), []);
});

const stamps: [stamp: unknown, sentAt: string][] = [
  ['1773144000', '2026-03-10T12:00:00.000Z'],
  [1773144000, '2026-03-10T12:00:00.000Z'],
  [String(receivedAt.getTime() / 1000 + 86_400), '2026-03-11T12:00:00.000Z'],
  [String(receivedAt.getTime() / 1000 + 86_401), receivedAt.toISOString()],
  ['1230767999', receivedAt.toISOString()],
  ['1230768000', '2009-01-01T00:00:00.000Z'],
  ['yesterday', receivedAt.toISOString()],
  ['', receivedAt.toISOString()],
  [null, receivedAt.toISOString()],
  [1e300, receivedAt.toISOString()],
  [-1, receivedAt.toISOString()],
];
for (const [stamp, sentAt] of stamps) {
  test(`the stamp ${JSON.stringify(stamp)} means ${sentAt}`, () => {
    assert.equal(message({ timestamp: stamp }).sentAt.toISOString(), sentAt);
  });
}

const contents: [what: string, change: JsonObject, content: MessageContent][] = [
  ['a number as text', { text: { body: 42 } }, { kind: 'text', text: '42' }],
  ['a text without its body', { text: {} }, { kind: 'unsupported', type: 'text' }],
  ['an image without its body', { type: 'image' }, { kind: 'unsupported', type: 'image' }],
  ['a type of tomorrow', { type: 'hologram' }, { kind: 'unsupported', type: 'hologram' }],
  ['a type that every object has', { type: 'constructor' }, { kind: 'unsupported', type: 'constructor' }],
  ['no type', { type: undefined }, { kind: 'unsupported', type: 'unknown' }],
  [
    'a button without its label',
    { type: 'button', button: { payload: 'YES' } },
    { kind: 'choice', text: 'YES', id: 'YES' },
  ],
  [
    'a place on no map',
    { type: 'location', location: { latitude: 90.1, longitude: 0 } },
    { kind: 'unsupported', type: 'location' },
  ],
  [
    'a place at the pole, in strings',
    { type: 'location', location: { latitude: '-90', longitude: '180' } },
    { kind: 'location', latitude: -90, longitude: 180, name: undefined, address: undefined },
  ],
  [
    'a card with a last name and a WhatsApp number only',
    {
      type: 'contacts',
      contacts: [{ name: { last_name: 'Ash' }, phones: [{ wa_id: 4915100000001 }, { wa_id: 'x' }, {}] }],
    },
    {
      kind: 'contacts',
      names: ['Ash'],
      cards: [
        {
          name: 'Ash',
          phones: [{ phone: '+4915100000001', type: undefined, waId: '4915100000001' }],
          emails: [],
        },
      ],
    },
  ],
  ['text that Postgres would refuse', { text: { body: 'a\0b\uD83D' } }, { kind: 'text', text: 'a\uFFFDb\uFFFD' }],
];
for (const [what, change, content] of contents) {
  test(`${what} becomes ${content.kind}`, () => assert.deepEqual(message(change).content, content));
}

const ofProduct = (referred_product: unknown) => ({ context: { referred_product } });
const hello = { kind: 'text', text: 'hello' } as const;
const enquiries: [what: string, change: JsonObject, content: MessageContent][] = [
  [
    'a question about a product',
    ofProduct({ catalog_id: 'C', product_retailer_id: 'OAK' }),
    { ...hello, about: { catalogId: 'C', productId: 'OAK' } },
  ],
  [
    'ids that are numbers',
    ofProduct({ catalog_id: 1, product_retailer_id: 2 }),
    { ...hello, about: { catalogId: '1', productId: '2' } },
  ],
  [
    'a product of no catalogue',
    ofProduct({ catalog_id: ['C'], product_retailer_id: 'OAK' }),
    { ...hello, about: { catalogId: '', productId: 'OAK' } },
  ],
  ['a catalogue without a product', ofProduct({ catalog_id: 'C', product_retailer_id: '' }), hello],
  ['a product that is no id', ofProduct({ catalog_id: 'C', product_retailer_id: { id: 'OAK' } }), hello],
  ['an id beyond any', ofProduct({ catalog_id: 'C', product_retailer_id: 'x'.repeat(257) }), hello],
  ['a product that is a word', ofProduct('OAK'), hello],
  ['products in a list', ofProduct([{ product_retailer_id: 'OAK' }]), hello],
  ['no product', ofProduct(null), hello],
  ['a context that is a word', { context: 'OAK' }, hello],
  [
    'an id that Postgres would refuse',
    ofProduct({ catalog_id: 'C', product_retailer_id: 'a\0b' }),
    { ...hello, about: { catalogId: 'C', productId: 'a\uFFFDb' } },
  ],
  [
    'a place sent from the product',
    {
      ...ofProduct({ catalog_id: 'C', product_retailer_id: 'OAK' }),
      type: 'location',
      location: { latitude: 1, longitude: 2 },
    },
    {
      ...{ kind: 'location', latitude: 1, longitude: 2, name: undefined, address: undefined },
      about: { catalogId: 'C', productId: 'OAK' },
    },
  ],
  [
    'what cannot be drawn',
    { ...ofProduct({ catalog_id: 'C', product_retailer_id: 'OAK' }), type: 'hologram' },
    { kind: 'unsupported', type: 'hologram' },
  ],
];
for (const [what, change, content] of enquiries) {
  const product = 'about' in content ? content.about?.productId : undefined;
  test(`${what} is ${product ? `about ${JSON.stringify(product)}` : 'about nothing'}`, () =>
    assert.deepEqual(message(change).content, content));
}

test('a question about a product in a message of ours names both', () => {
  const { contextWamid, content } = message({
    context: { from: '15550783881', id: 'wamid.Q', referred_product: { catalog_id: 'C', product_retailer_id: 'OAK' } },
  });
  assert.equal(contextWamid, 'wamid.Q');
  assert.deepEqual(content, { ...hello, about: { catalogId: 'C', productId: 'OAK' } });
});

test('a status is read whole', () => {
  const part = only(parse(fixtures.get('message_status__with_tracker')));
  assert.equal(part.dedupeKey, 'status:["wamid.xyzxyz","sent",""]');
  assert.ok(part.dedupeKey.startsWith(statusKeyPrefix('wamid.xyzxyz')));
  assert.ok(!part.dedupeKey.startsWith(statusKeyPrefix('wamid.xyz')));
  assert.deepEqual(part.event, {
    kind: 'status',
    status: {
      wamid: 'wamid.xyzxyz',
      state: 'sent',
      at: new Date('2023-10-25T20:49:05Z'),
      recipient: { waId: '972987654321', bsuid: undefined },
      callbackData: 'some data',
      errors: [],
      pricing: { type: undefined, category: 'service', model: 'CBP' },
    },
  });
});

test('a failed status says why', () => {
  const details = 'Failed to send';
  assert.deepEqual(
    status({ status: 'failed', errors: [{ code: '131026', title: 'Nope', error_data: { details } }] }).errors,
    [{ code: 131026, title: 'Nope', details }],
  );
  assert.deepEqual(status({ status: 'failed', errors: { code: 'x' } }).errors, [
    { code: null, title: 'Unknown error', details: undefined },
  ]);
});

test('a status that we do not know is kept and moves nothing', () => {
  for (const unknown of ['deleted', 'warning', 'constructor', 'SENT', 7]) {
    assert.equal(status({ status: unknown }).state, null);
  }
});

test('in a group each participant has a status of their own', () => {
  const part = only(parse(fixtures.get('message_status__group')));
  assert.equal(part.dedupeKey, 'status:["<WHATSAPP_MESSAGE_ID>","read","<GROUP_PARTICIPANT_USER_PHONE_NUMBER>"]');
  assert.ok(part.event.kind === 'status');
  assert.deepEqual(part.event.status.recipient, { waId: undefined, bsuid: 'US.123456' });
});

test('the same fact delivered again, elsewhere in a batch or with its keys in another order, has the same key', () => {
  const other = { event: 'X', info: { a: 1, b: [1, 2] } };
  const again = { info: { b: [1, 2], a: 1 }, event: 'X' };
  assert.equal(only(parse(delivery(other, 'f'))).dedupeKey, only(parse(delivery(again, 'f'))).dedupeKey);
  assert.notEqual(only(parse(delivery(other, 'f'))).dedupeKey, only(parse(delivery(other, 'g'))).dedupeKey);
  const [first, second] = parse(ofMessages([{ ...text, id: 'wamid.0' }, text]));
  assert.equal(second!.dedupeKey, only(parse(ofMessages(text))).dedupeKey);
  assert.notEqual(first!.dedupeKey, second!.dedupeKey);
});

test('the same message id at two numbers is two messages', () => {
  const elsewhere = delivery({ metadata: { phone_number_id: 'pn2' }, messages: [text] });
  assert.notEqual(only(parse(elsewhere)).dedupeKey, only(parse(ofMessages([text]))).dedupeKey);
});

test('a batch comes apart into all of its facts', () => {
  const value = { metadata, messages: [text, { ...text, id: 'wamid.C' }], statuses: [sent], errors: [{ code: 1 }] };
  const batch = { entry: [...delivery(value).entry, ...delivery({ event: 'X' }, 'account_update').entry] };
  assert.deepEqual(
    parse(batch).map(({ event }) => event.kind),
    ['message', 'message', 'status', 'other', 'other'],
  );
});

const odd: [what: string, body: unknown, parts: string[]][] = [
  ['null', null, ['unknown']],
  ['a number', 5, ['unknown']],
  ['a string', 'x', ['unknown']],
  ['an empty list', [], ['unknown']],
  ['an empty object', {}, ['unknown']],
  ['no entries', { entry: [] }, ['unknown']],
  ['an empty entry', { entry: {} }, ['unknown']],
  ['entries that are none', { entry: [5, null, 'x'] }, ['unknown']],
  ['changes that are none', { entry: [{ id: 1, changes: 'x' }] }, ['unknown']],
  ['a change without a value', { entry: { changes: { field: 'messages' } } }, ['messages']],
  ['a change without a field', { entry: { changes: {} } }, ['unknown']],
  ['an unknown field', delivery({ a: 1 }, 'tomorrow'), ['tomorrow']],
  ['messages that are none', ofMessages('x'), ['messages']],
  ['a message without an id', ofMessages([{ ...text, id: undefined }]), ['messages']],
  ['a message with an endless id', ofMessages([{ ...text, id: 'w'.repeat(257) }]), ['messages']],
  ['a status without an id', ofStatuses([{ status: 'sent' }]), ['messages']],
  ['a status without a status', ofStatuses([{ id: 'wamid.B' }]), ['messages']],
  [
    'messages in the echo of a phone',
    delivery({ metadata, messages: [text] }, 'smb_message_echoes'),
    ['smb_message_echoes'],
  ],
];
for (const [what, body, fields] of odd) {
  test(`${what} is kept as something else`, () => {
    const parts = parse(body);
    assert.deepEqual(
      parts.map(({ event }) => event),
      fields.map(field => ({ kind: 'other', field })),
    );
  });
}

test('a message without metadata is still a message, of no number', () => {
  const part = only(parse(delivery({ messages: [text] })));
  assert.equal(part.event.kind, 'message');
  assert.equal(part.phoneNumberId, undefined);
});

test('a body nested 100,000 deep does no harm', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
  assert.equal(parse(ofMessages([{ ...text, deep }]))[0]!.event.kind, 'message');
  assert.equal(parse(deep).length, 1);
  assert.deepEqual(identifiers(deep), { phoneNumberIds: [], wabaIds: [] });
});

test('identifiers names each number and account once, cleaned', () => {
  const { entry } = ofMessages([text]);
  const more = delivery({ metadata: { phone_number_id: 'pn\0' } });
  assert.deepEqual(identifiers({ entry: [...entry, ...entry, ...more.entry] }), {
    phoneNumberIds: ['pn1', 'pn\uFFFD'],
    wabaIds: ['waba1'],
  });
});

/** As it is after a stay in a database. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What must hold for any body at all. */
function holdsFor(body: unknown) {
  const parts = parse(body);
  identifiers(body);
  assert.ok(parts.length > 0);
  for (const part of parts) {
    assert.ok(isStorable(JSON.stringify(part.raw)) && !JSON.stringify(part.raw).includes('\\u0000'));
    assert.ok(isStorable(part.dedupeKey) && part.dedupeKey.length < 1000);
    assert.deepEqual(plain(parse(plain(part.raw))), plain([part]));
    if (part.event.kind === 'message') MessageContent.parse(part.event.message.content);
  }
}

test('every part of every sample is a webhook of its own', () => {
  for (const body of fixtures.values()) holdsFor(body);
});

const anyJson = fc.jsonValue({ stringUnit: 'binary', maxDepth: 6 }) as fc.Arbitrary<unknown>;

const junk = 'x'.repeat(200_000);
const many = (more: object = {}) => Array.from({ length: 1000 }, (_, n) => ({ ...text, id: `wamid.${n}`, ...more }));
const card = { wa_id: text.from, profile: { name: 'Al' } };
const around: [where: string, body: JsonObject][] = [
  ['the envelope', { junk, ...ofMessages(many(), [card]) }],
  ['the entry', { entry: [{ junk, ...ofMessages(many(), [card]).entry[0] }] }],
  ['the change', delivery({ junk, metadata, contacts: [card], messages: many() })],
  ['the metadata', delivery({ metadata: { ...metadata, junk }, contacts: [card], messages: many() })],
  ['the card', ofMessages(many(), [{ ...card, junk }])],
  ['the name', ofMessages(many(), [{ ...card, profile: { name: `Al${junk}` } }])],
  ['the id of the account', { entry: [{ ...ofMessages(many(), [card]).entry[0], id: junk }] }],
  ['statuses', delivery({ junk, metadata, statuses: many({ status: 'sent' }) })],
  ['errors', delivery({ junk, metadata, errors: many() })],
];
for (const [where, body] of around) {
  test(`a thousand updates share what is too much in ${where}: it is kept once, and each is read`, () => {
    const parts = parse(body);
    assert.ok(JSON.stringify(parts.map(({ raw }) => raw)).length < 5 * JSON.stringify(body).length);
    assert.ok(parts.some(({ raw }) => JSON.stringify(raw).includes(junk)));
    const read = parts.slice(0, 1000);
    assert.ok(read.every(({ phoneNumberId, field }) => phoneNumberId === 'pn1' && field === 'messages'));
    for (const { event } of read) {
      if (event.kind === 'message') assert.equal(event.message.from.profileName?.slice(0, 2), 'Al');
    }
    assert.equal(parts.length, 1001);
    holdsFor(body);
  });
}

test('a body of more updates than say anything keeps those beyond together', () => {
  const parts = parse(ofMessages(Array.from({ length: 50_003 }, (_, n) => ({ id: n < 50_000 ? 'w' : `beyond${n}` }))));
  assert.equal(parts.length, 50_001);
  const [last] = parts.slice(-1);
  assert.deepEqual(last!.event, { kind: 'other', field: 'unknown' });
  assert.match(JSON.stringify(last!.raw), /beyond50000.*beyond50002/);
  assert.deepEqual(plain(parse(plain(last!.raw))), plain([last]));
});

test('no JSON whatever makes it throw', () => {
  fc.assert(
    fc.property(anyJson, anyJson, anyJson, (a, b, c) => {
      holdsFor(a);
      holdsFor({ entry: a });
      holdsFor(delivery(b));
      holdsFor(ofMessages(c, b));
      holdsFor(ofStatuses(c));
      holdsFor(ofMessages([{ ...text, type: 'interactive', interactive: c, context: a }], [b]));
      holdsFor(ofMessages([{ ...text, ...ofProduct({ catalog_id: b, product_retailer_id: a }) }]));
    }),
    { numRuns: 300 },
  );
});

/** The same JSON with the node that is the `at`-th in a walk through it replaced. */
function mutate(value: unknown, at: { left: number }, by: unknown): unknown {
  if (at.left-- === 0) return by;
  if (Array.isArray(value)) return value.map(item => mutate(item, at, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mutate(item, at, by)]));
}

test('no mutation of a sample makes it throw', () => {
  const sample = fc.constantFrom(...fixtures.values());
  fc.assert(
    fc.property(
      sample,
      fc.nat(50),
      fc.oneof(anyJson, fc.constantFrom('\0', '\uD83D', 1e300, {}, [])),
      (body, left, by) => {
        holdsFor(mutate(body, { left }, by));
      },
    ),
    { numRuns: 2000 },
  );
});

test('an error code is one that 32 bits hold, or none', () => {
  for (const [code, expected] of [
    [131026, 131026],
    ['131026', 131026],
    [2 ** 31 - 1, 2 ** 31 - 1],
    [2 ** 31, null],
    [-(2 ** 31) - 1, null],
    [1.5, null],
    ['x', null],
    [undefined, null],
  ]) {
    assert.equal(status({ status: 'failed', errors: [{ code, title: 'x' }] }).errors[0]?.code, expected, String(code));
  }
});
