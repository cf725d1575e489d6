import { randomUUIDv7 } from 'node:crypto';
import type { PersonExport, PrivacyRequest } from '../../contract/privacy.ts';
import type { PrivacyFact } from '../commerce/facts.ts';
import { findCurrentCustomer } from '../db/customers.ts';
import { enqueue } from '../db/jobs.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { readPersonRows } from '../db/person-rows.ts';
import {
  findPrivacyRequest,
  insertPrivacyRequest,
  listPrivacyRequests,
  type PrivacyRequestRow,
} from '../db/privacy-requests.ts';
import { personOf } from './erase-customer.ts';
import { notFound, Refusal } from './refusal.ts';

/** Notes what a shop asks for; it is done by a job. `partId`: the webhook that it came by, and from now on the request's own id. */
export async function openPrivacyRequest(
  tx: MerchantTx,
  partId: string,
  connectionId: string,
  { kind, person }: PrivacyFact,
  now: Date,
): Promise<void> {
  const externalCustomerId = person.customerId ?? null;
  await insertPrivacyRequest(tx, { id: partId, connectionId, kind, externalCustomerId, receivedAt: now });
  await enqueue(tx, { id: randomUUIDv7(), kind: 'privacy', ref: partId, dueAt: now });
}

export const readPrivacyRequests = (db: Db, merchantId: string): Promise<PrivacyRequest[]> =>
  withMerchant(db, merchantId, async tx => (await listPrivacyRequests(tx)).map(present));

const present = ({ id, kind, externalCustomerId, receivedAt, doneAt, receipt }: PrivacyRequestRow): PrivacyRequest => ({
  ...{ id, kind, externalCustomerId },
  receivedAt: receivedAt.toISOString(),
  doneAt: doneAt?.toISOString() ?? null,
  erased: receipt?.erased ?? null,
});

/** All that is held of whom a request names. @throws Refusal not-found, conflict while it is being looked for */
export const exportForRequest = (db: Db, merchantId: string, id: string, now: Date): Promise<PersonExport> =>
  withMerchant(db, merchantId, async tx => {
    const request = await findPrivacyRequest(tx, id);
    if (request?.kind !== 'export') throw notFound('request for an export');
    if (!request.doneAt) throw new Refusal('conflict', 'This person is being looked for. Try again in a minute.');
    return exportPeople(tx, request.receipt?.customers ?? [], now);
  });

/** All that is held of a customer. @throws Refusal not-found */
export const exportCustomer = (db: Db, merchantId: string, id: string, now: Date): Promise<PersonExport> =>
  withMerchant(db, merchantId, async tx => {
    if (!(await findCurrentCustomer(tx, id))) throw notFound('customer');
    return exportPeople(tx, [id], now);
  });

async function exportPeople(tx: MerchantTx, ids: string[], now: Date): Promise<PersonExport> {
  const current = new Set<string>();
  for (const id of ids) current.add((await findCurrentCustomer(tx, id))?.id ?? id);
  const person = { customers: [] as string[], subjects: [] as string[] };
  for (const id of current) {
    const { customers, subjects } = await personOf(tx, id);
    person.customers.push(...customers);
    person.subjects.push(...subjects);
  }
  const held = await readPersonRows(tx, person);
  return { exportedAt: now.toISOString(), customers: [...current], held: held as PersonExport['held'] };
}
