import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { conversations, visitors } from './schema/index.ts';
import type { Scope } from './scope.ts';

/** `scope`: what of the thread this browser may see; null: all of it. */
export type Visitor = { id: string; customerId: string; conversationId: string; scope: Scope };

export async function insertVisitor(
  tx: MerchantTx,
  visitor: { id: string; customerId: string; tokenHash: Buffer; now: Date },
): Promise<void> {
  await tx.insert(visitors).values({
    merchantId: tx.merchantId,
    id: visitor.id,
    customerId: visitor.customerId,
    tokenHash: visitor.tokenHash,
    createdAt: visitor.now,
  });
}

/** Who holds the tokens with these hashes, and their threads, by the hash in hex; a token that is none or was revoked is missing. */
export async function findVisitors(tx: MerchantTx, tokenHashes: Buffer[]): Promise<Map<string, Visitor>> {
  const hashes = `{${tokenHashes.map(hash => hash.toString('hex')).join(',')}}`;
  const rows = await tx
    .select({
      tokenHash: visitors.tokenHash,
      id: visitors.id,
      customerId: visitors.customerId,
      conversationId: conversations.id,
      ownThreadId: visitors.ownThreadId,
      seesFrom: visitors.seesFrom,
    })
    .from(visitors)
    .innerJoin(
      conversations,
      and(
        eq(conversations.merchantId, visitors.merchantId),
        eq(conversations.customerId, visitors.customerId),
        isNull(conversations.mergedInto),
      ),
    )
    .where(
      and(
        ofMerchant(tx, visitors),
        sql`${visitors.tokenHash} = any(array(select decode(hash, 'hex') from unnest(${hashes}::text[]) hash))`,
        isNull(visitors.revokedAt),
        visitors.mayChat,
      ),
    );
  return new Map(
    rows.map(({ tokenHash, ownThreadId, seesFrom, ...visitor }) => [
      tokenHash.toString('hex'),
      { ...visitor, scope: ownThreadId && seesFrom ? { ownThreadId, seesFrom } : null },
    ]),
  );
}

/** From now on these browsers see of the thread they are moved to only what was theirs, and what comes. */
export async function narrowVisitors(
  tx: MerchantTx,
  customerId: string,
  ownThreadId: string,
  now: Date,
): Promise<void> {
  await tx
    .update(visitors)
    .set({ ownThreadId: sql`coalesce(${visitors.ownThreadId}, ${ownThreadId}::uuid)`, seesFrom: now })
    .where(and(ofMerchant(tx, visitors), eq(visitors.customerId, customerId)));
}

/** Which of these visitors may still use their token. */
export async function listValidVisitors(tx: MerchantTx, ids: string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ id: visitors.id })
    .from(visitors)
    .where(and(ofMerchant(tx, visitors), anyOf(visitors.id, ids), isNull(visitors.revokedAt), visitors.mayChat));
  return new Set(rows.map(row => row.id));
}

/** Ends a token; its streams end within a minute. */
export async function revokeVisitor(tx: MerchantTx, id: string, now: Date): Promise<void> {
  await tx
    .update(visitors)
    .set({ revokedAt: now })
    .where(and(ofMerchant(tx, visitors), eq(visitors.id, id)));
}

/** These browsers go on telling their journey, and see no conversation any more. */
export async function takeChatFrom(tx: MerchantTx, customerId: string): Promise<void> {
  await tx
    .update(visitors)
    .set({ mayChat: false })
    .where(and(ofMerchant(tx, visitors), eq(visitors.customerId, customerId)));
}

/** Has this customer a panel to read in? */
export async function hasVisitor(tx: MerchantTx, customerId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: visitors.id })
    .from(visitors)
    .where(
      and(ofMerchant(tx, visitors), eq(visitors.customerId, customerId), isNull(visitors.revokedAt), visitors.mayChat),
    )
    .limit(1);
  return rows.length > 0;
}

/** A browser that tells its journey. `consent` and what comes with it: as it was told last. */
export type JourneyVisitor = {
  id: string;
  customerId: string;
  revoked: boolean;
  mayChat: boolean;
  consent: 'granted' | 'setting' | null;
  timeZone: string | null;
  language: string | null;
};

/** The browsers that hold the tokens with these hashes, by the hash in hex, whether or not they chat. */
export async function findJourneyVisitors(tx: MerchantTx, tokenHashes: string[]): Promise<Map<string, JourneyVisitor>> {
  const rows = await tx
    .select({
      tokenHash: visitors.tokenHash,
      id: visitors.id,
      customerId: visitors.customerId,
      revokedAt: visitors.revokedAt,
      mayChat: visitors.mayChat,
      consent: visitors.journeyConsent,
      timeZone: visitors.timeZone,
      language: visitors.language,
    })
    .from(visitors)
    .where(
      and(
        ofMerchant(tx, visitors),
        sql`${visitors.tokenHash} = any(array(select decode(hash, 'hex') from unnest(${`{${tokenHashes.join(',')}}`}::text[]) hash))`,
      ),
    );
  return new Map(
    rows.map(({ tokenHash, revokedAt, ...visitor }) => [
      tokenHash.toString('hex'),
      { ...visitor, revoked: revokedAt !== null },
    ]),
  );
}

/** Two requests with one new token wait for each other here, so that they make one browser. In one order, so that nobody deadlocks. */
export async function lockNewTokens(tx: MerchantTx, tokenHashes: string[]): Promise<void> {
  for (const hash of [...tokenHashes].sort()) {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.merchantId}:${hash}`}, 0))`);
  }
}

/** What a browser's shopper agreed to, and how they read and reckon time. */
export async function saveJourneySettings(
  tx: MerchantTx,
  id: string,
  settings: { consent: 'granted' | 'setting'; timeZone: string | null; language: string | null },
  now: Date,
): Promise<void> {
  await tx
    .update(visitors)
    .set({
      journeyConsent: settings.consent,
      journeyConsentAt: now,
      timeZone: settings.timeZone,
      language: settings.language,
    })
    .where(and(ofMerchant(tx, visitors), eq(visitors.id, id)));
}

/** How a customer reads and reckons time, by the browser that told it last. */
export async function findLocale(
  tx: MerchantTx,
  customerId: string,
): Promise<{ timeZone: string | null; language: string | null }> {
  const [row] = await tx
    .select({ timeZone: visitors.timeZone, language: visitors.language })
    .from(visitors)
    .where(and(ofMerchant(tx, visitors), eq(visitors.customerId, customerId), isNotNull(visitors.journeyConsentAt)))
    .orderBy(desc(visitors.journeyConsentAt))
    .limit(1);
  return row ?? { timeZone: null, language: null };
}
