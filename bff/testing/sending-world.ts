import { randomUUIDv7 } from 'node:crypto';
import type { MessageContent, Purpose } from '../../contract/message.ts';
import { recordConsents } from '../db/consents.ts';
import { insertConversation } from '../db/conversations.ts';
import { addIdentities, insertCustomer } from '../db/customers.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { appendMessage } from '../db/messages.ts';
import { whatsappTemplates } from '../db/schema/index.ts';
import { insertApp } from '../db/whatsapp-apps.ts';
import { insertNumber } from '../db/whatsapp-numbers.ts';
import { DAY } from '../domain/duration.ts';
import type { ClaimRules } from '../services/claim-sends.ts';
import { claimSends } from '../services/claim-sends.ts';
import { queueWhatsAppMessages } from '../services/queue-messages.ts';
import { phoneIdentity } from '../services/whatsapp-identities.ts';
import type { SendOutcome } from '../whatsapp/cloud-api.ts';
import { explainError } from '../whatsapp/error-classes.ts';
import { NOW, seedMerchant } from './merchants.ts';

export const RULES: ClaimRules = { lease: 5000, settleTime: 120_000 };
const SEALED = Buffer.from('sealed');

/** What Meta answers when it refuses a message with this code. */
export const refused = (code: number): SendOutcome => ({
  ...{ kind: 'refused', code, httpStatus: 400, title: '', details: '' },
  ...explainError(code, 400),
});

export type Person = { customerId: string; conversationId: string; identityId: string };

/** A merchant with one number and two approved templates, and people to write to; time is what the caller says. */
export async function sendingWorld(db: Db) {
  const merchantId = await seedMerchant(db);
  const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(db, merchantId, work);
  const appId = randomUUIDv7();
  await as(tx => insertApp(tx, { id: appId, appId: `app ${appId}`, appSecret: SEALED, now: NOW }));

  async function template(name: string, category: 'MARKETING' | 'UTILITY' = 'MARKETING'): Promise<string> {
    const id = randomUUIDv7();
    const what = {
      name,
      language: 'en',
      category,
      status: 'APPROVED',
      components: [{ type: 'BODY', text: 'An offer' }],
    };
    // Older than what is sent with it.
    const made = new Date(NOW.getTime() - DAY);
    const row = { id, merchantId, wabaId: 'waba', ...what, createdAt: made, updatedAt: made };
    await as(tx => tx.insert(whatsappTemplates).values(row));
    return id;
  }
  const templates = { marketing: await template('offer'), transactional: await template('notice', 'UTILITY') };

  async function number(perSecond = 80): Promise<string> {
    const id = randomUUIDv7();
    const names = { phoneNumberId: `phone ${id}`, wabaId: 'waba', displayPhone: '+1 555 0100' };
    await as(async tx => {
      await insertNumber(tx, {
        id,
        whatsappAppId: appId,
        ...names,
        accessToken: SEALED,
        throughput: perSecond,
        now: NOW,
      });
    });
    return id;
  }

  function inbound(
    tx: MerchantTx,
    { conversationId, identityId }: Pick<Person, 'conversationId' | 'identityId'>,
    numberId: string,
    at: Date,
  ) {
    const said = { id: randomUUIDv7(), conversationId, content: { kind: 'text', text: 'hello' } } as const;
    const how = { author: { kind: 'shopper' }, channel: 'whatsapp', sentAt: at, now: at } as const;
    return appendMessage(tx, { ...said, ...how, via: { identityId, numberId } });
  }

  let people = 0;
  async function person({ wroteAt, optedIn }: { wroteAt?: Date; optedIn?: boolean } = {}): Promise<Person> {
    const [customerId, conversationId] = [randomUUIDv7(), randomUUIDv7()];
    const identity = phoneIdentity(`49151${String(++people).padStart(8, '0')}`);
    await as(async tx => {
      await insertCustomer(tx, { id: customerId, kind: 'known', now: NOW });
      await insertConversation(tx, { id: conversationId, customerId, now: NOW });
      await addIdentities(tx, customerId, [identity], NOW);
      if (wroteAt) await inbound(tx, { conversationId, identityId: identity.id }, first, wroteAt);
      if (optedIn) {
        const consent = {
          id: randomUUIDv7(),
          customerId,
          topic: 'marketing',
          action: 'opt-in',
          source: 'checkbox',
        } as const;
        await recordConsents(tx, [{ ...consent, at: NOW, recordedAt: NOW }]);
      }
    });
    return { customerId, conversationId, identityId: identity.id };
  }

  const filled = (templateId: string): MessageContent => ({
    ...{ kind: 'template', templateId, name: 'offer', language: 'en', body: 'An offer', buttons: [], parameters: [] },
  });
  const first = await number();

  return {
    merchantId,
    as,
    number,
    person,
    /** Another approved template. Returns its id. */
    template,
    /** What offers are sent with, and what customers wait for, unless another is named. */
    templateId: templates.marketing,
    noticeId: templates.transactional,
    /** The number that everything goes by unless another is named. */
    numberId: first,
    /** Writes to one of the numbers. */
    writesTo: (person: Person, numberId: string, at: Date) => as(tx => inbound(tx, person, numberId, at)),
    /** Queues one message; free text if it is a reply, else the template. Returns its delivery. */
    async queue(
      { conversationId, identityId }: Person,
      purpose: Purpose,
      {
        now = NOW,
        numberId = first,
        templateId,
        expiresAt,
      }: { now?: Date; numberId?: string; templateId?: string; expiresAt?: Date } = {},
    ): Promise<string> {
      const content: MessageContent =
        purpose === 'reply' ? { kind: 'text', text: 'Yes.' } : filled(templateId ?? templates[purpose]);
      const address = { numberId, identityId };
      const message = { conversationId, author: { kind: 'system' }, content, purpose, address, expiresAt } as const;
      const [queued] = await as(tx => queueWhatsAppMessages(tx, [message], now));
      return queued!.deliveryId;
    },
    /** What a worker is given at `now`; null when the number is closed. */
    async claim(now: Date, { numberId = first, room = 500, rules = RULES } = {}) {
      return claimSends(db, { merchantId, numberId }, room, rules, now);
    },
    /** What the ledger says of a delivery. */
    async row(id: string) {
      const [row] = await as(tx =>
        tx.execute<{ state: string; error_title: string | null; waits_for: string | null; waits_until: string | null }>(
          `select state, error_title, waits_for, waits_until from deliveries where id = '${id}'`,
        ),
      );
      return row!;
    },
  };
}

export type SendingWorld = Awaited<ReturnType<typeof sendingWorld>>;
