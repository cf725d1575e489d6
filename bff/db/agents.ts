import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Agent } from '../../contract/agent.ts';
import { anyOf } from './any-of.ts';
import { type Db, type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { ask, type Place } from './one-statement.ts';
import { agents, conversations, memberships, sessions } from './schema/index.ts';

const columns = { id: agents.id, name: agents.name, email: agents.email, role: agents.role };

export async function listAgents(tx: MerchantTx): Promise<Agent[]> {
  return tx
    .select(columns)
    .from(agents)
    .where(and(ofMerchant(tx, agents), isNull(agents.disabledAt)))
    .orderBy(asc(agents.name), asc(agents.id));
}

/** The agents, and how many open conversations each has. */
export async function listColleagues(tx: MerchantTx): Promise<{ id: string; name: string; open: number }[]> {
  return tx
    .select({ id: agents.id, name: agents.name, open: sql<number>`count(${conversations.id})::int` })
    .from(agents)
    .leftJoin(
      conversations,
      and(
        ofMerchant(tx, conversations),
        eq(conversations.assigneeId, agents.id),
        eq(conversations.status, 'open'),
        isNull(conversations.mergedInto),
      ),
    )
    .where(and(ofMerchant(tx, agents), isNull(agents.disabledAt)))
    .groupBy(agents.id, agents.name)
    .orderBy(asc(agents.id));
}

/** The agent that a logged-in user is with this merchant; null when disabled or none. */
export async function findAgentOfUser(place: Place, userId: string): Promise<Agent | null> {
  const [row] = await ask<Agent>(
    place,
    sql`select id, name, email, role from agents
      where merchant_id = ${place.merchantId}::uuid and user_id = ${userId}::text and disabled_at is null`,
  );
  return row ?? null;
}

export async function findAgent(tx: MerchantTx, id: string): Promise<Agent | null> {
  const [row] = await tx
    .select(columns)
    .from(agents)
    .where(and(ofMerchant(tx, agents), eq(agents.id, id), isNull(agents.disabledAt)));
  return row ?? null;
}

/** Makes a user an agent of the merchant, unless that is so already. */
export async function insertAgent(tx: MerchantTx, agent: Agent & { userId: string; now: Date }): Promise<void> {
  await tx
    .insert(agents)
    .values({
      merchantId: tx.merchantId,
      id: agent.id,
      userId: agent.userId,
      name: agent.name,
      email: agent.email,
      role: agent.role,
      createdAt: agent.now,
    })
    .onConflictDoNothing({ target: [agents.merchantId, agents.userId] });
  await tx.insert(memberships).values({ userId: agent.userId, merchantId: tx.merchantId }).onConflictDoNothing();
}

/** The merchant a user works for, asked before a merchant is known. */
export async function findMerchantOfUser(db: Db, userId: string): Promise<string | null> {
  const [row] = await db
    .select({ merchantId: memberships.merchantId })
    .from(memberships)
    .where(eq(memberships.userId, userId))
    .orderBy(asc(memberships.merchantId))
    .limit(1);
  return row?.merchantId ?? null;
}

/** Which of these login sessions are still good at `now`, for an agent of this merchant who may still work here. */
export async function listValidSessions(tx: MerchantTx, ids: string[], now: Date): Promise<Set<string>> {
  const rows = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(agents, eq(agents.userId, sessions.userId))
    .where(
      and(ofMerchant(tx, agents), isNull(agents.disabledAt), anyOf(sessions.id, ids), gt(sessions.expiresAt, now)),
    );
  return new Set(rows.map(row => row.id));
}
