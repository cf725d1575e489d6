import { createHash } from 'node:crypto';
import type { AgentRef } from '../../contract/agent.ts';
import type { ConsentImportResult } from '../../contract/consent.ts';
import { knownConsents } from '../db/consents.ts';
import { findCustomerByContact } from '../db/customer-contacts.ts';
import { findCustomersByIdentity } from '../db/customers.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { type ListedConsent, type ListLine, type ListProblem, readConsentList } from '../domain/consent-list.ts';
import { readContacts } from '../domain/contacts.ts';
import type { Context } from './context.ts';
import { recordConsent, type ToldConsent } from './record-consent.ts';
import { Refusal } from './refusal.ts';

const LINES_AT_ONCE = 200;

type Import = { receiptKey: Buffer; agent: AgentRef; csv: string };
type Counted = { line: number } & ({ isNew: boolean; moved: string[] } | { problem: ListProblem });

/**
 * Takes in a list of what customers said elsewhere ({@link readConsentList}). A line that is wrong is named and left out; the same line
 * again is known. An import takes back nothing that a customer, an agent or another system refused.
 * @throws Refusal invalid-request for what is no such table
 */
export async function importConsents(
  { db, live, now }: Context,
  merchantId: string,
  { receiptKey, agent, csv }: Import,
): Promise<ConsentImportResult> {
  const proof = { file: createHash('sha256').update(csv).digest('hex'), by: agent.name, agentId: agent.id };
  const counted: Counted[] = [];
  for (const lines of chunked(linesOf(csv, now))) {
    const done = await withMerchant(db, merchantId, async tx => {
      const results: Counted[] = [];
      for (const line of lines) {
        const told = await resolve(tx, line);
        if ('problem' in told) results.push({ line: line.line, ...told });
        else {
          const all = { ...told, proof: { ...proof, line: line.line, ...told.proof } };
          results.push({ line: line.line, ...(await recordConsent(tx, receiptKey, all, now)) });
        }
      }
      return results;
    });
    counted.push(...done);
    const moved = new Set(done.flatMap(result => ('moved' in result ? result.moved : [])));
    for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  }
  return resultOf(counted);
}

/** What {@link importConsents} would answer now; nothing is kept. */
export async function checkConsentImport(
  { db, now }: Pick<Context, 'db' | 'now'>,
  merchantId: string,
  csv: string,
): Promise<ConsentImportResult> {
  const counted: Counted[] = [];
  const met = new Set<string>();
  for (const lines of chunked(linesOf(csv, now))) {
    await withMerchant(db, merchantId, async tx => {
      const told: ({ line: number } & (Resolved | { problem: ListProblem }))[] = [];
      for (const line of lines) told.push({ line: line.line, ...(await resolve(tx, line)) });
      const keys = told.flatMap(one => ('dedupeKey' in one ? one.dedupeKey : []));
      for (const key of await knownConsents(tx, keys)) met.add(key);
      for (const one of told) {
        if ('problem' in one) counted.push({ line: one.line, problem: one.problem });
        else {
          counted.push({ line: one.line, isNew: !met.has(one.dedupeKey), moved: [] });
          met.add(one.dedupeKey);
        }
      }
    });
  }
  return resultOf(counted);
}

function linesOf(csv: string, now: Date): ListLine[] {
  const list = readConsentList(csv, now);
  if ('problem' in list) throw new Refusal('invalid-request', `${list.problem.what} ${list.problem.mend}`);
  return list.lines;
}

function chunked(lines: ListLine[]): ListLine[][] {
  const count = Math.ceil(lines.length / LINES_AT_ONCE);
  return Array.from({ length: count }, (_, n) => lines.slice(n * LINES_AT_ONCE, (n + 1) * LINES_AT_ONCE));
}

const resultOf = (counted: readonly Counted[]): ConsentImportResult => ({
  recorded: counted.filter(one => 'isNew' in one && one.isNew).length,
  known: counted.filter(one => 'isNew' in one && !one.isNew).length,
  errors: counted.flatMap(one => ('problem' in one ? { line: one.line, ...one.problem } : [])),
});

type Resolved = ToldConsent & { dedupeKey: string };

/** Finds the customer that a line speaks of. */
async function resolve(tx: MerchantTx, line: ListLine): Promise<Resolved | { problem: ListProblem }> {
  if ('problem' in line) return { problem: line.problem };
  const { phone, topic, action, wording, at, note } = line.consent;
  const customerId = await ownerOf(tx, line.consent);
  if (customerId === null) {
    const what =
      phone === '' ? 'The phone is missing.' : `“${phone.slice(0, 40)}” is no phone number with its country.`;
    return { problem: { what, mend: 'Write it as +49 151 23456789.' } };
  }
  if (customerId === undefined) {
    const mend = 'Load the line again once they have written, or ordered with this phone.';
    return { problem: { what: `No customer has the phone ${phone}.`, mend } };
  }
  const key = createHash('sha256').update(JSON.stringify([customerId, topic, action, wording, at.getTime()]));
  const dedupeKey = `import:${key.digest('base64url')}`;
  return {
    ...{ customerId, topic, action, source: 'import', wording, dedupeKey, at },
    proof: note ? { reason: note } : {},
  };
}

/** Whose phone it is: by WhatsApp if it can only be one, else by what the shop knows. Null: it is no phone. */
async function ownerOf(tx: MerchantTx, { phone: written }: ListedConsent): Promise<string | null | undefined> {
  const [phone] = readContacts({ phone: written });
  if (!phone) return null;
  const proven = await findCustomersByIdentity(tx, [
    { kind: 'wa_id', value: phone.value, matchKey: `+${phone.value}` },
  ]);
  if (proven.length === 1) return proven[0]!.customerId;
  return (await findCustomerByContact(tx, [phone])) ?? undefined;
}
