import { createHash } from 'node:crypto';
import { replaceUnstorable } from '../domain/clean-text.ts';
import { contactOf, type InboundMessage, inboundMessage } from './inbound-message.ts';
import { idOf, type JsonObject, listOf, objectOf, storable, textOf } from './json.ts';
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

/**
 * Takes a delivery apart (Meta, Webhooks, "Payload structure"). Never throws and never drops anything: whatever the body is, there is at
 * least one part.
 * @param body the parsed JSON of a request whose signature was checked
 * @param receivedAt stands in for stamps that are missing or absurd
 */
export function parseWebhook(body: unknown, receivedAt: Date): WebhookPart[] {
  const clean = storable(body);
  const envelope = objectOf(clean) ?? {};
  const entries = listOf(envelope.entry);
  if (entries.length === 0) return [otherPart('unknown', {}, clean, clean)];

  return entries.flatMap(entry => {
    const changes = listOf(entry.changes);
    if (changes.length === 0) return [otherPart('unknown', {}, entry, { ...envelope, entry: [entry] })];
    return changes.flatMap(change => {
      const field = idOf(change.field) ?? 'unknown';
      return partsOf({ envelope, entry, field, value: change.value, receivedAt });
    });
  });
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

function partsOf(delivered: Delivered): WebhookPart[] {
  const value = objectOf(delivered.value);
  const whole = () => [part(delivered, delivered.value, undefined, undefined)];
  if (!value) return whole();
  if (delivered.field !== 'messages') return [templatePart(delivered, value) ?? whole()[0]!];

  const cards = cardsIn(value.contacts);
  const { messages, statuses, errors, contacts: _, ...common } = value;
  const parts = [
    ...listOf(messages).map((item, _, { length }) => {
      const contact = contactOf(item, cards, length === 1);
      return messagePart(delivered, common, item, contact);
    }),
    ...listOf(statuses).map(item => statusPart(delivered, common, item)),
    ...listOf(errors).map(error => part(delivered, { ...common, errors: [error] }, undefined, undefined)),
  ];
  return parts.length > 0 ? parts : whole();
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
