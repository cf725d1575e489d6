import { randomUUIDv7 } from 'node:crypto';
import type { RuleDefinition } from '../../contract/automation.ts';
import type { MessageContent, Purpose } from '../../contract/message.ts';
import { appendSystemMessages } from '../db/append-system-messages.ts';
import type { DecisionRow } from '../db/automation-runs.ts';
import { changeConversation, insertConversation, showInInbox } from '../db/conversations.ts';
import type { NewPoints, NoteRow } from '../db/customer-marks.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { recordUpdate } from '../db/record-updates.ts';
import type { NewOutgoing } from '../db/webhook-outbox.ts';
import type { Manners } from '../domain/automation/step.ts';
import { wordsOf } from '../domain/automation/words.ts';
import type { Stationery } from './automation-message.ts';
import type { Person } from './automation-people.ts';
import { type Address, queueDeliveries } from './queue-messages.ts';

/** An agent, and how many open conversations they have. */
export type Colleague = { id: string; name: string; open: number };

/** What many runs are looked at with, and what comes of it, before it is written. */
export type Desk = {
  manners: Manners;
  stationery: Stationery;
  /** By rule and version. */
  rules: ReadonlyMap<string, { definition: RuleDefinition; enabled: boolean }>;
  /** Whose each run is now. */
  owners: ReadonlyMap<string, string>;
  people: Map<string, Person>;
  colleagues: Colleague[];
  endpoints: ReadonlyMap<string, { name: string }>;
  newer: ReadonlyMap<string, Date>;
  acted: Set<string>;
  outgoing: Outgoing[];
  assigned: { customerId: string; agentId: string | null }[];
  tagged: { customerId: string; do: 'add' | 'remove'; tag: string }[];
  given: NewPoints[];
  notes: NoteRow[];
  hooks: NewOutgoing[];
  decisions: DecisionRow[];
};

type Outgoing = {
  /** Is given the message's id. */
  decision: DecisionRow;
  customerId: string;
  content: MessageContent;
  /** Null: in the panel. */
  whatsapp: { purpose: Purpose; address: Address; expiresAt: Date } | null;
};

/** `until`: then it is looked at again. */
export type Told = Parameters<typeof wordsOf>[0] & { until?: Date };

const STORED = { send: 'sent', act: 'acted' } as const;

/** Notes a decision, to be written with the others. */
export function note(desk: Desk, { id: runId }: { id: string }, step: number, told: Told, at: Date): DecisionRow {
  const { outcome, reason, facts } = told;
  const stored = outcome === 'send' || outcome === 'act' ? STORED[outcome] : outcome;
  const words = wordsOf(told);
  const row = { id: randomUUIDv7(), runId, step, at, outcome: stored, reason, facts, words };
  const decision: DecisionRow = { ...row, messageId: null, webhookId: null };
  desk.decisions.push(decision);
  if (outcome === 'send' || outcome === 'act') desk.acted.add(runId);
  return decision;
}

/** Puts what is to be sent into threads and ledger, and what is for agents into the inbox. Threads must be locked. Returns those that moved. */
export async function clearDesk(tx: MerchantTx, desk: Desk, now: Date): Promise<string[]> {
  const written: Written[] = [];
  for (const outgoing of desk.outgoing) {
    const conversationId = await threadOf(tx, desk, outgoing.customerId, now);
    outgoing.decision.messageId = randomUUIDv7();
    written.push({ ...outgoing, messageId: outgoing.decision.messageId, conversationId });
  }
  for (const round of roundsOf(written)) await appendSystemMessages(tx, round.map(toMessage), now);
  await queueDeliveries(
    tx,
    written.flatMap(({ messageId, conversationId, whatsapp }) =>
      whatsapp ? [{ messageId, conversationId, ...whatsapp }] : [],
    ),
    now,
  );
  const moved = new Set(written.map(({ conversationId }) => conversationId));
  const noted = desk.notes.map(({ customerId }) => ({ customerId, agentId: null }));
  for (const { customerId, agentId } of [...desk.assigned, ...noted]) {
    const conversationId = await threadOf(tx, desk, customerId, now);
    await showInInbox(tx, conversationId, now);
    if (agentId) await changeConversation(tx, conversationId, { assigneeId: agentId });
    await recordUpdate(tx, { conversationId, kind: 'conversation', now });
    moved.add(conversationId);
  }
  return [...moved];
}

type Written = Outgoing & { messageId: string; conversationId: string };

const toMessage = ({ messageId: id, conversationId, content, whatsapp }: Written) =>
  ({ id, conversationId, channel: whatsapp ? 'whatsapp' : 'web', content }) as const;

/** In each round every thread is written to once; what one gets more follows in the next. */
function roundsOf(written: readonly Written[]): Written[][] {
  const rounds: Written[][] = [];
  for (const ofThread of Map.groupBy(written, ({ conversationId }) => conversationId).values())
    for (const [n, one] of ofThread.entries()) {
      rounds[n] ??= [];
      rounds[n].push(one);
    }
  return rounds;
}

/** Who has never written gets a thread for it. It waits for nobody's answer, and is in the inbox once there is something to answer. */
async function threadOf(tx: MerchantTx, { people }: Desk, customerId: string, now: Date): Promise<string> {
  const person = people.get(customerId)!;
  if (person.conversationId) return person.conversationId;
  const id = randomUUIDv7();
  await insertConversation(tx, { id, customerId, now });
  await changeConversation(tx, id, { status: 'resolved' });
  people.set(customerId, { ...person, conversationId: id });
  return id;
}
