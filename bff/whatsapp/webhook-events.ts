import { createHash } from 'node:crypto';
import { replaceUnstorable } from '../domain/clean-text.ts';
import { contactOf, type InboundMessage, inboundMessage } from './inbound-message.ts';
import { idOf, type JsonObject, listOf, objectOf, storable, textOf } from './json.ts';
import { leanEntry, leanEnvelope, leanValue } from './lean.ts';
import { cardsIn } from './people.ts';
import { participantOf, type StatusEvent, statusEvent } from './status-event.ts';
import { type TemplateEvent, templateEvent } from './template-event.ts';

/** `other`: none of these, or a shape we do not know. It is kept all the same. */
export type WebhookEvent =
  | { kind: 'message'; message: InboundMessage }
  | { kind: 'status'; status: StatusEvent }
  | { kind: 'template'; template: TemplateEvent }
  | { kind: 'other'; field: string };

/** One fact out of a delivery, which may carry up to 1000 of them. */
export type WebhookPart = {
  /** The WhatsApp Business Account. */
  wabaId?: string | undefined;
  /** The business number; it names the merchant. */
  phoneNumberId?: string | undefined;
  field: string;
  /** The same for every delivery of the same fact. Meta delivers at least once. */
  dedupeKey: string;
  event: WebhookEvent;
  /** What came under the field. */
  value: JsonObject;
  /** This part as a webhook body of its own: {@link parseWebhook} makes exactly this part of it again. Fit for Postgres. */
  raw: unknown;
};

type Delivered = { envelope: JsonObject; entry: JsonObject; field: string; value: unknown; receivedAt: Date };

/** Something told, and the part that it becomes. */
type Fact = { told: unknown; read(): WebhookPart };

/** Meta puts up to 1000 updates into a body, and one of 4 MB has no room for more that say anything. What is beyond is kept, and not read. */
const MOST_FACTS = 50_000;

/**
 * Takes a delivery apart (Meta, Webhooks, "Payload structure"). Never throws and never drops anything: whatever the body is, there is at
 * least one part.
 * @param body the parsed JSON of a request whose signature was checked
 * @param receivedAt stands in for stamps that are missing or absurd
 */
export function parseWebhook(body: unknown, receivedAt: Date): WebhookPart[] {
  const clean = storable(body);
  const { entry: told, ...around } = objectOf(clean) ?? {};
  const entries = listOf(told);
  if (entries.length === 0) return [otherPart('unknown', {}, clean, clean)];

  const envelope = leanEnvelope(around);
  const facts = entries.flatMap(entry => factsOfEntry(envelope, entry, receivedAt));
  if (envelope !== around) facts.push({ told: around, read: () => otherPart('unknown', {}, around, around) });
  const parts = facts.slice(0, MOST_FACTS).map(fact => fact.read());
  if (facts.length <= MOST_FACTS) return parts;
  const beyond = storable({ beyond: facts.slice(MOST_FACTS).map(fact => fact.told) });
  return [...parts, otherPart('unknown', {}, beyond, beyond)];
}

function factsOfEntry(envelope: JsonObject, told: JsonObject, receivedAt: Date): Fact[] {
  const { changes: list, ...around } = told;
  const changes = listOf(list);
  const whole = (entry: JsonObject): Fact => ({
    told: entry,
    read: () => otherPart('unknown', {}, entry, { ...envelope, entry: [entry] }),
  });
  if (changes.length === 0) return [whole(told)];

  const entry = leanEntry(around);
  const facts = changes.flatMap(({ field, value }) =>
    factsOfChange({ envelope, entry, field: idOf(field) ?? 'unknown', value, receivedAt }),
  );
  return entry === around ? facts : [...facts, whole(around)];
}

/** Whom a body speaks of, to find the secret that must have signed it. The body is not to be believed before. */
export function identifiers(body: unknown): { phoneNumberIds: string[]; wabaIds: string[] } {
  const entries = listOf(objectOf(body)?.entry);
  const values = entries.flatMap(entry => listOf(entry.changes)).flatMap(change => listOf(change.value));
  return {
    phoneNumberIds: distinct(values.map(phoneNumberIdOf)),
    wabaIds: distinct(entries.map(entry => idOf(entry.id))),
  };
}

/** What the dedupe keys of all statuses of one message begin with. */
export const statusKeyPrefix = (wamid: string) => `status:${JSON.stringify([wamid]).slice(0, -1)},`;

function factsOfChange(delivered: Delivered): Fact[] {
  const value = objectOf(delivered.value);
  const whole = (told: unknown): Fact => ({ told, read: () => part(delivered, told, undefined, undefined) });
  if (!value) return [whole(delivered.value)];
  if (delivered.field !== 'messages')
    return [{ told: value, read: () => templatePart(delivered, value) ?? whole(value).read() }];

  const cards = cardsIn(value.contacts);
  const { messages, statuses, errors, ...around } = value;
  const { contacts: _, ...beside } = around;
  const common = leanValue(beside);
  const facts: Fact[] = [
    ...listOf(messages).map((item, _, { length }) => ({
      told: item,
      read: () => messagePart(delivered, common, item, contactOf(item, cards, length === 1)),
    })),
    ...listOf(statuses).map(item => ({ told: item, read: () => statusPart(delivered, common, item) })),
    ...listOf(errors).map(item => ({ told: item, read: () => whole({ ...common, errors: [item] }).read() })),
  ];
  if (facts.length === 0) return [whole(value)];
  return common === beside && !cards.areShortened ? facts : [...facts, whole(around)];
}

function messagePart(
  delivered: Delivered,
  common: JsonObject,
  item: JsonObject,
  contact: JsonObject | undefined,
): WebhookPart {
  const value = { ...common, ...(contact && { contacts: [contact] }), messages: [item] };
  const message = inboundMessage(item, contact, delivered.receivedAt);
  const key = message && `message:${JSON.stringify([phoneNumberIdOf(common) ?? '', message.wamid])}`;
  return part(delivered, value, message && { kind: 'message', message }, key);
}

function statusPart(delivered: Delivered, common: JsonObject, item: JsonObject): WebhookPart {
  const status = statusEvent(item, delivered.receivedAt);
  const key = status && `status:${JSON.stringify([status.wamid, textOf(item.status), participantOf(item)])}`;
  return part(delivered, { ...common, statuses: [item] }, status && { kind: 'status', status }, key);
}

/** Told of the same template twice, a minute apart, the same words are two facts: their time is part of the key. */
function templatePart(delivered: Delivered, value: JsonObject): WebhookPart | undefined {
  const { field, entry, receivedAt } = delivered;
  const template = templateEvent(field, value, entry, receivedAt);
  if (!template) return undefined;
  const hash = hashOf([field, entry.id, entry.time, value]);
  return part(delivered, value, { kind: 'template', template }, `template:${hash}`);
}

/** Without an event and a key it is an `other` part, known by its hash. */
function part(
  { envelope, entry, field }: Delivered,
  value: unknown,
  event: WebhookEvent | undefined,
  dedupeKey: string | undefined,
): WebhookPart {
  const wabaId = idOf(entry.id);
  const told = objectOf(value) ?? {};
  const phoneNumberId = phoneNumberIdOf(told);
  const raw = { ...envelope, entry: [{ ...entry, changes: [{ field, value }] }] };
  if (event && dedupeKey) return { wabaId, phoneNumberId, field, dedupeKey, event, value: told, raw };
  // An account may be told the same twice, of two occasions: then the time of the entry is another.
  const occasion = field === 'messages' ? [wabaId, value] : [wabaId, value, entry.time ?? null];
  return { wabaId, phoneNumberId, ...otherPart(field, told, occasion, raw) };
}

function otherPart(field: string, value: JsonObject, told: unknown, raw: unknown): WebhookPart {
  return { field, dedupeKey: `other:${hashOf([field, told])}`, event: { kind: 'other', field }, value, raw };
}

const hashOf = (told: unknown) =>
  createHash('sha256')
    .update(JSON.stringify(storable(told)))
    .digest('hex');

const phoneNumberIdOf = (value: JsonObject) => idOf(objectOf(value.metadata)?.phone_number_id);

// Cleaned, because a database is asked for them before anything is known of the body.
const distinct = (ids: (string | undefined)[]) => [
  ...new Set(ids.filter(id => id !== undefined).map(replaceUnstorable)),
];
