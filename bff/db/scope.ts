import { type Column, eq, gte, or, type SQL } from 'drizzle-orm';
import { messages } from './schema/index.ts';

/** What of a merged thread a visitor may see: their own thread's messages, and what was written after the merge. Null: all of it. */
export type Scope = { ownThreadId: string; seesFrom: Date } | null;

/** The condition on `whatsapp_messages`, under this name of it; undefined: no condition. */
export const inScope = (
  scope: Scope,
  of: { createdAt: Column; originConversationId: Column } = messages,
): SQL | undefined =>
  scope ? or(gte(of.createdAt, scope.seesFrom), eq(of.originConversationId, scope.ownThreadId)) : undefined;

/** Do two browsers see the same? */
export const isSameScope = (a: Scope, b: Scope): boolean =>
  a?.ownThreadId === b?.ownThreadId && a?.seesFrom.getTime() === b?.seesFrom.getTime();
