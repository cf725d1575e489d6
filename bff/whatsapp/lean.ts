import { idOf, type JsonObject, objectOf } from './json.ts';

/*
 * What the parts of one body share, each of them carries. Meta's is some hundred characters; a thousand parts of a body with megabytes
 * around them would be gigabytes. Of what is longer than it should be, parts carry only what they are read by.
 */

/** Characters of JSON. */
const LONGEST = 1024;

export const isLong = (shared: JsonObject): boolean => JSON.stringify(shared).length > LONGEST;

export const leanEnvelope = (envelope: JsonObject): JsonObject =>
  isLong(envelope) ? { object: idOf(envelope.object) } : envelope;

export const leanEntry = (entry: JsonObject): JsonObject =>
  isLong(entry) ? { id: idOf(entry.id), time: idOf(entry.time) } : entry;

/** What stands beside the messages or statuses of a change. */
export function leanValue(value: JsonObject): JsonObject {
  if (!isLong(value)) return value;
  const { display_phone_number, phone_number_id } = objectOf(value.metadata) ?? {};
  const metadata = { display_phone_number: idOf(display_phone_number), phone_number_id: idOf(phone_number_id) };
  return { messaging_product: idOf(value.messaging_product), metadata };
}
