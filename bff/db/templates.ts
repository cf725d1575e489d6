import { and, asc, eq, lt, ne, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { whatsappTemplates as templates } from './schema/index.ts';

export type TemplateRow = Omit<typeof templates.$inferSelect, 'merchantId'>;
export type TemplateKey = Pick<TemplateRow, 'wabaId' | 'name' | 'language'>;

const byKey = (tx: MerchantTx, { wabaId, name, language }: TemplateKey) =>
  and(
    ofMerchant(tx, templates),
    eq(templates.wabaId, wabaId),
    eq(templates.name, name),
    eq(templates.language, language),
  );

/** All that are not deleted, by name and language. */
export async function listTemplates(tx: MerchantTx): Promise<TemplateRow[]> {
  const rows = await tx
    .select()
    .from(templates)
    .where(and(ofMerchant(tx, templates), ne(templates.status, 'DELETED')))
    .orderBy(asc(templates.name), asc(templates.language), asc(templates.wabaId));
  return rows.map(withoutMerchant);
}

/** Also a deleted one: messages that were sent with it name it. */
export async function findTemplate(tx: MerchantTx, id: string): Promise<TemplateRow | null> {
  const [row] = await tx
    .select()
    .from(templates)
    .where(and(ofMerchant(tx, templates), eq(templates.id, id)));
  return row ? withoutMerchant(row) : null;
}

/** These, also deleted ones, by their ids. */
export async function findTemplates(tx: MerchantTx, ids: readonly string[]): Promise<Map<string, TemplateRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(templates)
    .where(and(ofMerchant(tx, templates), anyOf(templates.id, [...new Set(ids)])));
  return new Map(rows.map(row => [row.id, withoutMerchant(row)]));
}

/** For nobody else until the transaction ends. */
export async function lockTemplate(tx: MerchantTx, key: TemplateKey): Promise<TemplateRow | null> {
  const [row] = await tx.select().from(templates).where(byKey(tx, key)).for('update');
  return row ? withoutMerchant(row) : null;
}

export async function insertTemplate(tx: MerchantTx, row: TemplateRow): Promise<void> {
  await tx.insert(templates).values({ ...row, merchantId: tx.merchantId });
}

export async function changeTemplate(
  tx: MerchantTx,
  id: string,
  changes: Partial<Omit<TemplateRow, 'id' | 'createdAt'>>,
): Promise<void> {
  await tx
    .update(templates)
    .set(changes)
    .where(and(ofMerchant(tx, templates), eq(templates.id, id)));
}

/** When Meta was asked, and when it is written. */
type Asked = { askedAt: Date; now: Date };

/** What Meta says of one template, asked at `askedAt`. */
export type ToldTemplate = TemplateKey &
  Pick<
    TemplateRow,
    | 'id'
    | 'metaId'
    | 'category'
    | 'status'
    | 'quality'
    | 'parameterFormat'
    | 'components'
    | 'rejectedReason'
    | 'previousCategory'
  > & { correctCategory: string | null };

/** Rows of one statement stay far below Postgres' 65,535 parameters. */
const AT_ONCE = 500;

/** Writes what Meta told, whether or not it was there. What a webhook told after the question was asked stays. */
export async function saveToldTemplates(
  tx: MerchantTx,
  told: readonly ToldTemplate[],
  { askedAt, now }: Asked,
): Promise<void> {
  for (let i = 0; i < told.length; i += AT_ONCE) {
    await tx
      .insert(templates)
      .values(told.slice(i, i + AT_ONCE).map(each => rowOf(tx.merchantId, each, askedAt, now)))
      .onConflictDoUpdate({
        target: [templates.merchantId, templates.wabaId, templates.name, templates.language],
        set: taken(askedAt),
      });
  }
}

/** Webhooks are stamped in whole seconds: one of the same second may be the newer one. */
const wholeSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);

function rowOf(merchantId: string, { correctCategory, ...told }: ToldTemplate, askedAt: Date, now: Date) {
  const knownAt = wholeSecond(askedAt);
  return {
    ...told,
    merchantId,
    nextCategory: correctCategory === told.category ? null : correctCategory,
    statusAt: knownAt,
    qualityAt: knownAt,
    categoryAt: knownAt,
    syncedAt: askedAt,
    createdAt: now,
    updatedAt: now,
  };
}

/** Each fact is taken unless a webhook has told a newer one. */
function taken(askedAt: Date) {
  const at = sql`${wholeSecond(askedAt).toISOString()}::timestamptz`;
  const { statusAt, qualityAt, categoryAt, category, nextCategory, staleSince } = templates;
  const isNews = (known: PgColumn) => sql`(${known} is null or ${known} <= ${at})`;
  const newer = (known: PgColumn, column: PgColumn) =>
    sql`case when ${isNews(known)} then excluded.${sql.identifier(column.name)} else ${column} end`;
  const isOver = sql`${isNews(statusAt)} and (${templates.status} <> excluded.status or ${templates.metaId} <> excluded.meta_id)`;
  const unlessOver = (column: PgColumn) => sql`case when ${isOver} then null else ${column} end`;
  return {
    metaId: sql`excluded.meta_id`,
    parameterFormat: sql`excluded.parameter_format`,
    components: sql`excluded.components`,
    status: newer(statusAt, templates.status),
    rejectedReason: newer(statusAt, templates.rejectedReason),
    rejectionWords: unlessOver(templates.rejectionWords),
    rejectionAdvice: unlessOver(templates.rejectionAdvice),
    pausedUntil: unlessOver(templates.pausedUntil),
    statusAt: sql`greatest(${statusAt}, ${at})`,
    quality: newer(qualityAt, templates.quality),
    qualityAt: sql`greatest(${qualityAt}, ${at})`,
    previousCategory: sql`case when ${isNews(categoryAt)} and ${category} <> excluded.category then ${category}
      else coalesce(excluded.previous_category, ${templates.previousCategory}) end`,
    category: newer(categoryAt, category),
    // What was announced stays announced until it has come: Meta names it in its webhook, and not always again.
    nextCategory: sql`coalesce(excluded.next_category, nullif(${nextCategory}, excluded.category))`,
    nextCategoryAt: sql`case when ${nextCategory} = coalesce(excluded.next_category, nullif(${nextCategory}, excluded.category))
      then ${templates.nextCategoryAt} end`,
    categoryAt: sql`greatest(${categoryAt}, ${at})`,
    staleSince: sql`case when ${staleSince} > ${at} then ${staleSince} end`,
    syncedAt: sql`excluded.synced_at`,
    updatedAt: sql`excluded.updated_at`,
  };
}

/** Those of an account that Meta, asked for all at `askedAt`, did not name are deleted there. Returns how many. */
export async function markVanishedTemplates(tx: MerchantTx, wabaId: string, { askedAt, now }: Asked): Promise<number> {
  const rows = await tx
    .update(templates)
    .set({ status: 'DELETED', statusAt: wholeSecond(askedAt), updatedAt: now })
    .where(
      and(
        ofMerchant(tx, templates),
        eq(templates.wabaId, wabaId),
        ne(templates.status, 'DELETED'),
        sql`(${templates.syncedAt} is null or ${templates.syncedAt} < ${askedAt.toISOString()}::timestamptz)`,
        lt(templates.createdAt, askedAt),
      ),
    )
    .returning({ id: templates.id });
  return rows.length;
}

function withoutMerchant<R extends { merchantId: string }>({ merchantId: _, ...rest }: R): Omit<R, 'merchantId'> {
  return rest;
}
