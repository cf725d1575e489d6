import { and, asc, desc, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import { insertLane } from './lanes.ts';
import { type Db, type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { whatsappNumbers, whatsappRoutes } from './schema/index.ts';

type Route = (typeof whatsappRoutes.$inferSelect)['kind'];

/** A name of Meta's and the merchant it was registered for. */
export type WhatsAppRoute = { kind: Route; externalId: string; merchantId: string; rowId: string };

/** Which merchants these names belong to, asked before a merchant is known. */
export async function findRoutes(
  db: Db,
  names: readonly Pick<WhatsAppRoute, 'kind' | 'externalId'>[],
): Promise<WhatsAppRoute[]> {
  if (names.length === 0) return [];
  const list = names.map(({ kind, externalId }) => ({ kind, external_id: externalId }));
  const rows = await db.execute<WhatsAppRoute>(sql`
    select r.kind, r.external_id as "externalId", r.merchant_id as "merchantId", r.row_id as "rowId"
    from json_to_recordset(${JSON.stringify(list)}::json) n (kind text, external_id text)
    join directory.whatsapp_routes r on r.kind = n.kind and r.external_id = n.external_id`);
  return [...rows];
}

/** Meta apps that sign for us, at most `limit`: those that come after one of them, and from the first on again. */
export async function listAppRoutes(db: Db, limit: number, after: string): Promise<WhatsAppRoute[]> {
  const next = (round: 0 | 1) => sql`(
    select ${sql.raw(String(round))} as round, kind, external_id, merchant_id, row_id from directory.whatsapp_routes
    where kind = 'app' and external_id ${round === 0 ? sql`>` : sql`<=`} ${after} order by external_id limit ${limit})`;
  const rows = await db.execute<WhatsAppRoute>(sql`
    select kind, external_id as "externalId", merchant_id as "merchantId", row_id as "rowId"
    from (${next(0)} union all ${next(1)}) r order by round, external_id limit ${limit}`);
  return [...rows];
}

export async function insertRoute(tx: MerchantTx, route: Omit<WhatsAppRoute, 'merchantId'>): Promise<void> {
  await tx.insert(whatsappRoutes).values({ ...route, merchantId: tx.merchantId });
}

/** From now on what bears this name is this merchant's. False: it is somebody else's. */
export async function claimRoute(tx: MerchantTx, route: Omit<WhatsAppRoute, 'merchantId'>): Promise<boolean> {
  // Row security is not here: who claims is who the transaction is of.
  const merchantId = sql<string>`current_merchant()`;
  const rows = await tx
    .insert(whatsappRoutes)
    .values({ ...route, merchantId })
    .onConflictDoUpdate({
      target: [whatsappRoutes.kind, whatsappRoutes.externalId],
      set: { rowId: route.rowId },
      setWhere: eq(whatsappRoutes.merchantId, merchantId),
    })
    .returning({ rowId: whatsappRoutes.rowId });
  return rows.length > 0;
}

/** Lets the merchant's own names of a kind go; `keep`: all of that row but these. */
export async function dropRoutes(
  tx: MerchantTx,
  kind: Route,
  which: { externalId: string } | { rowId: string; keep: string[] },
): Promise<void> {
  const named =
    'externalId' in which
      ? eq(whatsappRoutes.externalId, which.externalId)
      : and(
          eq(whatsappRoutes.rowId, which.rowId),
          ...which.keep.map(externalId => ne(whatsappRoutes.externalId, externalId)),
        );
  await tx
    .delete(whatsappRoutes)
    .where(and(sql`${whatsappRoutes.merchantId} = current_merchant()`, eq(whatsappRoutes.kind, kind), named));
}

/** `disconnectedAt`: it is kept for its history alone. `readyAt` null: it is being set up. */
export type WhatsAppNumber = Omit<typeof whatsappNumbers.$inferSelect, 'merchantId'>;
type NewNumber = Pick<
  WhatsAppNumber,
  'id' | 'whatsappAppId' | 'phoneNumberId' | 'wabaId' | 'displayPhone' | 'accessToken'
>;

/** Messages a second that Meta allows a number until it says more (Meta, "Throughput"). */
const USUAL_THROUGHPUT = 80;

/** A number, and its place in the queue. */
export async function insertNumber(
  tx: MerchantTx,
  number: NewNumber & Partial<WhatsAppNumber> & { now: Date },
): Promise<void> {
  const { now: createdAt, ...rest } = number;
  await insertLane(tx, number.id, number.throughput ?? USUAL_THROUGHPUT, createdAt);
  await tx.insert(whatsappNumbers).values({ ...rest, merchantId: tx.merchantId, createdAt });
}

export async function changeNumber(
  tx: MerchantTx,
  id: string,
  changes: Partial<Omit<WhatsAppNumber, 'id' | 'createdAt'>>,
): Promise<void> {
  await tx
    .update(whatsappNumbers)
    .set(changes)
    .where(and(ofMerchant(tx, whatsappNumbers), eq(whatsappNumbers.id, id)));
}

/** A number, connected or not. */
export async function findNumber(tx: MerchantTx, id: string): Promise<WhatsAppNumber | null> {
  const [row] = await tx
    .select()
    .from(whatsappNumbers)
    .where(and(ofMerchant(tx, whatsappNumbers), eq(whatsappNumbers.id, id)));
  return row ?? null;
}

type NumberChange = Partial<Omit<typeof whatsappNumbers.$inferInsert, 'merchantId' | 'id'>>;

/** Changes a number if it is connected, and in one of these states. Returns whether it was. */
export async function saveNumber(
  tx: MerchantTx,
  id: string,
  change: NumberChange,
  ifSending: WhatsAppNumber['sending'][],
): Promise<boolean> {
  const changed = await tx
    .update(whatsappNumbers)
    .set(change)
    .where(
      and(
        ofMerchant(tx, whatsappNumbers),
        eq(whatsappNumbers.id, id),
        isNull(whatsappNumbers.disconnectedAt),
        inArray(whatsappNumbers.sending, ifSending),
      ),
    );
  return changed.count > 0;
}

/** Which numbers send, and why the others do not; oldest first. */
export async function listNumberStops(tx: MerchantTx) {
  const { id, displayPhone, sending, stopCode, stopReason, stoppedAt, resumesAt } = whatsappNumbers;
  return tx
    .select({ id, displayPhone, sending, stopCode, stopReason, stoppedAt, resumesAt })
    .from(whatsappNumbers)
    .where(ofMerchant(tx, whatsappNumbers))
    .orderBy(asc(id));
}

/** Is a number in use? */
export async function hasNumber(tx: MerchantTx): Promise<boolean> {
  const rows = await tx
    .select({ id: whatsappNumbers.id })
    .from(whatsappNumbers)
    .where(
      and(ofMerchant(tx, whatsappNumbers), isNotNull(whatsappNumbers.readyAt), isNull(whatsappNumbers.disconnectedAt)),
    )
    .limit(1);
  return rows.length > 0;
}

/** The merchant's connected numbers: the default one first, then the oldest. */
export async function listNumbers(tx: MerchantTx): Promise<WhatsAppNumber[]> {
  const rows = await tx
    .select()
    .from(whatsappNumbers)
    .where(and(ofMerchant(tx, whatsappNumbers), isNull(whatsappNumbers.disconnectedAt)))
    .orderBy(desc(whatsappNumbers.isDefault), asc(whatsappNumbers.id));
  return rows.map(withoutMerchant);
}

/** Our number that Meta calls so. */
export async function findNumberByPhoneId(tx: MerchantTx, phoneNumberId: string): Promise<{ id: string } | null> {
  const [row] = await tx.execute<{ id: string }>(sql`
    select id from whatsapp_numbers
    where merchant_id = ${tx.merchantId} and phone_number_id = ${phoneNumberId} and disconnected_at is null`);
  return row ?? null;
}

/** This number as it was connected here, now or before; locked. */
export async function lockNumber(
  tx: MerchantTx,
  by: { id: string } | { phoneNumberId: string },
): Promise<WhatsAppNumber | null> {
  const named = 'id' in by ? eq(whatsappNumbers.id, by.id) : eq(whatsappNumbers.phoneNumberId, by.phoneNumberId);
  const [row] = await tx
    .select()
    .from(whatsappNumbers)
    .where(and(ofMerchant(tx, whatsappNumbers), named))
    .for('update');
  return row ? withoutMerchant(row) : null;
}

/** The number that shoppers are led to; null: none. */
export async function setDefaultNumber(tx: MerchantTx, id: string | null): Promise<void> {
  // One after the other: an index allows one default at any moment.
  await tx
    .update(whatsappNumbers)
    .set({ isDefault: false })
    .where(and(ofMerchant(tx, whatsappNumbers), eq(whatsappNumbers.isDefault, true)));
  if (id !== null) await changeNumber(tx, id, { isDefault: true });
}

function withoutMerchant({ merchantId: _, ...number }: typeof whatsappNumbers.$inferSelect): WhatsAppNumber {
  return number;
}
