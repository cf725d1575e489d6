import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AgentRef } from '../../contract/agent.ts';
import { ConsentAction, type ConsentImportResult, ConsentTopic, MAX_WORDING } from '../../contract/consent.ts';
import { findCustomerByContact } from '../db/customer-contacts.ts';
import { findCustomersByIdentity } from '../db/customers.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { isStorable } from '../domain/clean-text.ts';
import { readContacts } from '../domain/contacts.ts';
import { type CsvLine, readCsv } from '../domain/csv.ts';
import type { Context } from './context.ts';
import { recordConsent } from './record-consent.ts';
import { Refusal } from './refusal.ts';

/** Lines of one file. A longer list is sent in parts. */
export const MAX_LINES = 5000;
const LINES_AT_ONCE = 200;
const COLUMNS = ['phone', 'topic', 'action', 'wording', 'at', 'note'] as const;

const Line = z.object({
  phone: z.string(),
  topic: ConsentTopic,
  action: ConsentAction,
  // Without the words nobody can say later what was agreed to.
  wording: z.string().min(1, 'is missing').max(MAX_WORDING),
  at: z.iso.datetime({ offset: true }).or(z.iso.date()),
  note: z.string().max(500).default(''),
});

/**
 * Takes in a list of what customers said elsewhere: `phone,topic,action,wording,at` and, if there is one, `note`. A line that is wrong is
 * named and left out; the same line again is known. An import takes back nothing that a customer, an agent or another system refused.
 * @throws Refusal invalid-request for what is no such table
 */
export async function importConsents(
  { db, live, now }: Context,
  receiptKey: Buffer,
  merchantId: string,
  agent: AgentRef,
  csv: string,
): Promise<ConsentImportResult> {
  const [head, ...lines] = readCsv(csv);
  const columns = head?.fields.map(name => name.toLowerCase()) ?? [];
  const missing = COLUMNS.filter(name => name !== 'note' && !columns.includes(name));
  if (missing.length > 0) throw new Refusal('invalid-request', `The first line names no column ${missing.join(', ')}.`);
  if (lines.length > MAX_LINES) throw new Refusal('invalid-request', `A file has at most ${MAX_LINES} lines.`);
  const file = createHash('sha256').update(csv).digest('hex');
  const proof = { file, by: agent.name, agentId: agent.id };
  const result: ConsentImportResult = { recorded: 0, known: 0, errors: [] };
  for (let i = 0; i < lines.length; i += LINES_AT_ONCE) {
    const moved = await withMerchant(db, merchantId, async tx => {
      const all: string[] = [];
      for (const line of lines.slice(i, i + LINES_AT_ONCE)) {
        const done = await take(tx, receiptKey, columns, line, proof, now);
        if ('error' in done) result.errors.push({ line: line.line, error: done.error });
        else result[done.isNew ? 'recorded' : 'known'] += 1;
        if ('moved' in done) all.push(...done.moved);
      }
      return all;
    });
    for (const conversationId of new Set(moved)) live.publish({ kind: 'moved', merchantId, conversationId });
  }
  return result;
}

async function take(
  tx: MerchantTx,
  receiptKey: Buffer,
  columns: string[],
  { line, fields }: CsvLine,
  proof: Record<string, string>,
  now: Date,
): Promise<{ isNew: boolean; moved: string[] } | { error: string }> {
  const read = Line.safeParse(Object.fromEntries(columns.map((name, i) => [name, fields[i] ?? ''])));
  if (!read.success) {
    const [issue] = read.error.issues;
    return { error: `${issue!.path.join('.')}: ${issue!.message}` };
  }
  const { phone, topic, action, wording, at: said, note } = read.data;
  if (!isStorable(wording) || !isStorable(note)) return { error: 'wording: must be Unicode text without NUL' };
  const at = new Date(said);
  if (at > now) return { error: 'at: lies in the future' };
  const customerId = await ownerOf(tx, phone);
  if (customerId === null) return { error: 'phone: is none with its country code, as +49 151 …' };
  if (customerId === undefined) return { error: 'phone: no customer has it' };
  const key = createHash('sha256').update(JSON.stringify([customerId, topic, action, wording, at.getTime()]));
  const dedupeKey = `import:${key.digest('base64url')}`;
  const told = { customerId, topic, action, source: 'import', wording, dedupeKey, at } as const;
  return recordConsent(tx, receiptKey, { ...told, proof: { ...proof, line, ...(note && { reason: note }) } }, now);
}

/** Whose phone it is: by WhatsApp if it can only be one, else by what the shop knows. Null: it is no phone. */
async function ownerOf(tx: MerchantTx, written: string): Promise<string | null | undefined> {
  const [phone] = readContacts({ phone: written });
  if (!phone) return null;
  const proven = await findCustomersByIdentity(tx, [
    { kind: 'wa_id', value: phone.value, matchKey: `+${phone.value}` },
  ]);
  if (proven.length === 1) return proven[0]!.customerId;
  return (await findCustomerByContact(tx, [phone])) ?? undefined;
}
