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

/** A page of the shop is open in these browsers. One that somebody else is writing to is left for the next time. */
export async function notePanels(tx: MerchantTx, ids: readonly string[], now: Date): Promise<void> {
  await tx.execute(sql`
    update visitors set panel_at = ${now.toISOString()}::timestamptz where merchant_id = ${tx.merchantId} and id in (
      select id from visitors where merchant_id = ${tx.merchantId} and id = any(${`{${ids.join(',')}}`}::uuid[])
      for update skip locked)`);
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
  type Row = {
    hash: string;
    id: string;
    customer_id: string;
    revoked: boolean;
    may_chat: boolean;
    journey_consent: JourneyVisitor['consent'];
    time_zone: string | null;
    language: string | null;
  };
  // One look into the index each: a list would be weighed against reading all browsers, by statistics that may be old.
  const rows = await tx.execute<Row>(sql`
    select h.hash, v.id, v.customer_id, v.revoked_at is not null as revoked, v.may_chat, v.journey_consent, v.time_zone, v.language
    from unnest(${`{${tokenHashes.join(',')}}`}::text[]) h (hash) cross join lateral (
      select * from visitors where merchant_id = ${tx.merchantId} and token_hash = decode(h.hash, 'hex') limit 1) v`);
  return new Map(
    rows.map(({ hash, id, customer_id, revoked, may_chat, journey_consent, time_zone, language }) => [
      hash,
      {
        id,
        customerId: customer_id,
        revoked,
        mayChat: may_chat,
        consent: journey_consent,
        timeZone: time_zone,
        language,
      },
    ]),
  );
}

/** Two requests with one new token wait for each other here, so that they make one browser. In one order, so that nobody deadlocks. */
export async function lockNewTokens(tx: MerchantTx, tokenHashes: string[]): Promise<void> {
  const names = `{${tokenHashes.map(hash => `${tx.merchantId}:${hash}`).join(',')}}`;
  await tx.execute(sql`
    select pg_advisory_xact_lock(lock) from (
      select hashtextextended(name, 0) as lock from unnest(${names}::text[]) name order by 1) locks`);
}

export type NewBrowser = {
  id: string;
  customerId: string;
  tokenHash: string;
  consent: 'granted' | 'setting';
  timeZone: string | null;
  language: string | null;
  now: Date;
};

/** Browsers that tell their journey for the first time, each with a guest of its own; in one statement, however many. */
export async function insertBrowsers(tx: MerchantTx, browsers: readonly NewBrowser[]): Promise<void> {
  if (browsers.length === 0) return;
  const list = JSON.stringify(
    browsers.map(({ customerId, tokenHash, timeZone, ...browser }) => ({
      ...browser,
      customer_id: customerId,
      token_hash: tokenHash,
      time_zone: timeZone,
    })),
  );
  await tx.execute(sql`
    with b as (select * from json_to_recordset(${list}::json) b
        (id uuid, customer_id uuid, token_hash text, consent text, time_zone text, language text, now timestamptz)),
    guests as (
      insert into customers (merchant_id, id, kind, created_at) select ${tx.merchantId}::uuid, customer_id, 'guest', now from b)
    insert into visitors (merchant_id, id, customer_id, token_hash, created_at, journey_consent, journey_consent_at, time_zone, language)
    select ${tx.merchantId}::uuid, id, customer_id, decode(token_hash, 'hex'), now, consent, now, time_zone, language from b`);
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
