import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { SimulatorClient } from '../bench/parts/simulator.ts';
import { type Db, type MerchantTx, withMerchant } from '../bff/db/merchant-tx.ts';
import { whatsappTemplates } from '../bff/db/schema/index.ts';
import type { Sealer } from '../bff/security/seal.ts';
import { connectWhatsApp } from '../bff/services/connect-whatsapp.ts';
import { ensureMerchant } from '../bff/services/create-merchant.ts';
import { phoneIdentity } from '../bff/services/whatsapp-identities.ts';
import type { PlannedPerson } from './plan.ts';

export type Shop = { merchantId: string; numberIds: string[]; phoneNumberIds: string[]; templates: Templates };
type Templates = Record<'offer' | 'notice', string>;

/** Somebody with a phone, as the ledger knows them; always written to from the same number. */
export type Person = PlannedPerson & {
  merchantId: string;
  numberId: string;
  phoneNumberId: string;
  phoneId: string;
  customerId: string;
  conversationId: string;
  identityId: string;
  templates: Templates;
};

const KINDS = { offer: 'MARKETING', notice: 'UTILITY' } as const;
const body = (name: string) => [{ type: 'BODY', text: `This is the ${name}.` }];

/** Shops that are connected on both sides, each with a Meta account and numbers of its own. */
export async function openShops(
  db: Db,
  sealer: Sealer,
  simulator: SimulatorClient,
  { shops, numbers, webhookUrl }: { shops: number; numbers: number; webhookUrl: string },
): Promise<Shop[]> {
  const opened: Shop[] = [];
  for (let shop = 0; shop < shops; shop++) {
    const merchantId = randomUUIDv7();
    const context = { db, now: new Date(), live: SILENT };
    await ensureMerchant(context, {
      id: merchantId,
      name: `Shop ${shop}`,
      greeting: '',
      color: '#7a4f2b',
      allowedOrigins: [],
    });
    const secrets = { accessToken: random(), appSecret: random(), verifyToken: random(), wabaId: `waba-${shop}` };
    const lines = Array.from({ length: numbers }, (_, n) => ({
      phoneNumberId: `10${shop}${String(n).padStart(6, '0')}`,
      displayPhone: `+1 555 ${String(100 + shop)} ${String(1000 + n)}`,
    }));
    await connectWhatsApp(context, sealer, merchantId, { ...secrets, appId: `app-${shop}`, numbers: lines });
    await simulator.drive('PUT', '/account', {
      ...secrets,
      webhookUrl,
      numbers: lines.map(({ phoneNumberId, displayPhone }) => ({
        ...{ phoneNumberId, displayPhoneNumber: displayPhone, verifiedName: 'Shop' },
      })),
      templates: Object.entries(KINDS).map(([name, category]) => ({
        name,
        category,
        language: 'en',
        components: body(name),
      })),
    });
    opened.push(await withMerchant(db, merchantId, tx => furnish(tx, secrets.wabaId, lines)));
  }
  await simulator.untilVerified();
  return opened;
}

const random = () => randomBytes(12).toString('hex');
const SILENT = { publish() {}, subscribe: () => () => {}, close: async () => {} };

async function furnish(tx: MerchantTx, wabaId: string, lines: { phoneNumberId: string }[]): Promise<Shop> {
  const templates: Templates = { offer: randomUUIDv7(), notice: randomUUIDv7() };
  const now = new Date();
  for (const [name, category] of Object.entries(KINDS)) {
    const what = { wabaId, name, category, language: 'en', status: 'APPROVED', components: body(name) };
    const id = templates[name as keyof Templates];
    await tx
      .insert(whatsappTemplates)
      .values({ id, merchantId: tx.merchantId, ...what, createdAt: now, updatedAt: now });
  }
  const rows = await tx.execute<{ id: string; phone_number_id: string }>(sql`
    select id, phone_number_id from whatsapp_numbers where merchant_id = ${tx.merchantId}`);
  const idOf = new Map(rows.map(row => [row.phone_number_id, row.id]));
  const phoneNumberIds = lines.map(({ phoneNumberId }) => phoneNumberId);
  return { merchantId: tx.merchantId, numberIds: phoneNumberIds.map(id => idOf.get(id)!), phoneNumberIds, templates };
}

/** Gives everybody a phone, and each shop's ledger a customer who has agreed to offers for each of its own. */
export async function meetPeople(
  db: Db,
  simulator: SimulatorClient,
  shops: readonly Shop[],
  planned: readonly PlannedPerson[],
): Promise<Person[]> {
  const { phones } = await simulator.drive<{ phones: { id: string; waId: string }[] }>('POST', '/phones/bulk', {
    count: planned.length,
  });
  const met = planned.map((person, n) => {
    const { merchantId, numberIds, phoneNumberIds, templates } = shops[n % shops.length]!;
    const line = Math.floor(n / shops.length) % numberIds.length;
    const { id: phoneId, waId } = phones[n]!;
    const identity = phoneIdentity(waId);
    const ids = { customerId: randomUUIDv7(), conversationId: randomUUIDv7(), identityId: identity.id };
    const way = { merchantId, numberId: numberIds[line]!, phoneNumberId: phoneNumberIds[line]!, phoneId };
    return { person: { ...person, ...way, ...ids, templates }, identity };
  });
  for (const { merchantId } of shops) {
    const rows = met
      .filter(({ person }) => person.merchantId === merchantId)
      .map(({ person, identity }) => ({
        ...{ customer: person.customerId, conversation: person.conversationId, consent: randomUUIDv7() },
        ...{ identity: identity.id, value: identity.value, match: identity.matchKey },
      }));
    await withMerchant(db, merchantId, tx => insertPeople(tx, rows));
  }
  return met.map(({ person }) => person);
}

async function insertPeople(tx: MerchantTx, rows: object[]): Promise<void> {
  const of = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as p(customer uuid, conversation uuid, consent uuid, identity uuid, value text, match text)`;
  const merchant = sql`${tx.merchantId}::uuid`;
  await tx.execute(sql`insert into customers (merchant_id, id, kind, created_at)
    select ${merchant}, customer, 'known', now() from ${of}`);
  await tx.execute(sql`insert into customer_identities (merchant_id, id, customer_id, kind, value, match_key, created_at)
    select ${merchant}, identity, customer, 'wa_id', value, match, now() from ${of}`);
  await tx.execute(sql`insert into whatsapp_conversations (merchant_id, id, customer_id, created_at)
    select ${merchant}, conversation, customer, now() from ${of}`);
  await tx.execute(sql`insert into consents (merchant_id, id, customer_id, topic, action, source, at, recorded_at)
    select ${merchant}, consent, customer, 'marketing', 'opt-in', 'checkbox', now() - interval '1 day', now() - interval '1 day' from ${of}`);
}
