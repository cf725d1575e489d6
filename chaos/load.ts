import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordConsents } from '../bff/db/consents.ts';
import { type Db, type MerchantTx, withMerchant } from '../bff/db/merchant-tx.ts';
import { queueWhatsAppMessages } from '../bff/services/queue-messages.ts';
import { isUniqueViolation } from '../bff/services/write-conflict.ts';
import type { MessageContent, Purpose } from '../contract/message.ts';
import type { Person } from './people.ts';
import type { PlanStep } from './plan.ts';

export type Loaded = {
  /** Client ids of the messages whose commit was acknowledged: from then on none of them may be lost. */
  acknowledged: Set<string>;
  /** By customer: from when on the opt-out was committed, in ms. */
  optedOutAt: Map<string, number>;
};

type Options = {
  db: Db;
  people: readonly Person[];
  plan: readonly PlanStep[];
  /** Waits until more may come; false: no more at all. */
  mayGoOn: (share: number) => Promise<boolean>;
};

/** Side by side, each for people of its own, so that what goes to one person keeps its order. */
const LOADERS = 8;

/** Queues what was planned, each step until the database has taken it. */
export async function load(options: Options): Promise<Loaded> {
  const loaded: Loaded = { acknowledged: new Set(), optedOutAt: new Map() };
  const steps = options.plan.map((step, n) => ({ step, share: n / options.plan.length }));
  const loaders = Map.groupBy(steps, ({ step }) => step.person % LOADERS);
  await Promise.all([...loaders.values()].map(own => loadSome(options, own, loaded)));
  return loaded;
}

async function loadSome(
  { db, people, mayGoOn }: Options,
  steps: readonly { step: PlanStep; share: number }[],
  loaded: Loaded,
): Promise<void> {
  for (const { step, share } of steps) {
    if (!(await mayGoOn(share))) return;
    const person = people[step.person]!;
    if (step.kind === 'opt-out') {
      const row = { id: randomUUIDv7(), topic: 'all', action: 'opt-out', source: 'typed-word' } as const;
      await untilTaken(() => optOut(db, person, row));
      loaded.optedOutAt.set(person.customerId, Date.now());
    } else {
      const clientIds = Array.from({ length: step.count }, () => randomUUID());
      await untilTaken(() => queue(db, person, step.purpose, clientIds));
      for (const id of clientIds) loaded.acknowledged.add(id);
    }
  }
}

const optOut = (
  db: Db,
  person: Person,
  row: Pick<Parameters<typeof recordConsents>[1][number], 'id' | 'topic' | 'action' | 'source'>,
) =>
  withMerchant(db, person.merchantId, tx => {
    const now = new Date();
    return recordConsents(tx, [{ ...row, customerId: person.customerId, at: now, recordedAt: now, dedupeKey: row.id }]);
  });

const queue = (db: Db, person: Person, purpose: Purpose, clientIds: readonly string[]) =>
  withMerchant(db, person.merchantId, (tx: MerchantTx) =>
    queueWhatsAppMessages(
      tx,
      clientIds.map(clientId => ({
        conversationId: person.conversationId,
        author: { kind: 'system' },
        content: contentOf(person, purpose, clientId),
        purpose,
        address: { numberId: person.numberId, identityId: person.identityId },
        clientId,
      })),
      new Date(),
    ),
  );

function contentOf({ templates }: Person, purpose: Purpose, clientId: string): MessageContent {
  if (purpose === 'reply') return { kind: 'text', text: `Answer ${clientId}` };
  const name = purpose === 'marketing' ? 'offer' : 'notice';
  const templateId = templates[name];
  return {
    kind: 'template',
    templateId,
    name,
    language: 'en',
    body: `This is the ${name}.`,
    buttons: [],
    parameters: [],
  };
}

/** A commit whose answer was lost with the database may have been one: the client's own id then refuses the second. */
async function untilTaken(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (isUniqueViolation(error)) return;
      await sleep(100);
    }
  }
}
