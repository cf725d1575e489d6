import type { AgentRef } from '../../contract/agent.ts';
import type { AgentConsentInput, CustomerConsents } from '../../contract/consent.ts';
import { type ConsentRow, listConsents } from '../db/consents.ts';
import { findCurrentCustomer, lockCurrentCustomer } from '../db/customers.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { consentState, mayWrite, type Purpose } from '../domain/consent.ts';
import type { Context } from './context.ts';
import { recordConsent } from './record-consent.ts';
import { notFound } from './refusal.ts';

/** @throws Refusal not-found */
export const readConsents = (db: Db, merchantId: string, id: string): Promise<CustomerConsents> =>
  withMerchant(db, merchantId, async tx => {
    const customer = await findCurrentCustomer(tx, id);
    if (!customer) throw notFound('customer');
    return present(tx, customer.id);
  });

/** An agent's word for what a customer told them. @throws Refusal not-found */
export async function recordByAgent(
  { db, live, now }: Context,
  receiptKey: Buffer,
  merchantId: string,
  agent: AgentRef,
  id: string,
  { topic, action, reason, wording }: AgentConsentInput,
): Promise<CustomerConsents> {
  const { consents, moved } = await withMerchant(db, merchantId, async tx => {
    const customerId = await lockCurrentCustomer(tx, id);
    if (!customerId) throw notFound('customer');
    const proof = { agentId: agent.id, by: agent.name, reason };
    const told = { customerId, topic, action, source: 'agent', wording: wording ?? null, proof, at: now } as const;
    const { moved } = await recordConsent(tx, receiptKey, told, now);
    return { consents: await present(tx, customerId), moved };
  });
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  return consents;
}

async function present(tx: MerchantTx, customerId: string): Promise<CustomerConsents> {
  const rows = await listConsents(tx, customerId);
  const state = consentState(rows.filter(({ pending }) => !pending));
  const refusal = (purpose: Purpose) => {
    const { ok, ...why } = mayWrite(purpose, state);
    return ok ? null : (why as { reason: 'opted-out'; words: string });
  };
  return {
    marketing: state.marketing,
    all: state.all,
    refuses: { transactional: refusal('transactional'), marketing: refusal('marketing') },
    history: rows.map(presentRow),
  };
}

function presentRow({ id, topic, action, source, wording, proof, at, pending }: ConsentRow) {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const { reason, by, url } = proof;
  const told = { reason: text(reason), by: text(by), url: text(url) };
  return { id, topic, action, source, wording, ...told, at: at.toISOString(), pending };
}
