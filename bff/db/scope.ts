import { eq, gte, or, type SQL } from 'drizzle-orm';
import { messages } from './schema/index.ts';

/** What of a merged thread a visitor may see: their own thread's messages, and what was written after the merge. Null: all of it. */
export type Scope = { ownThreadId: string; seesFrom: Date } | null;

/** The condition on `whatsapp_messages`; undefined: no condition. */
export const inScope = (scope: Scope): SQL | undefined =>
  scope ? or(gte(messages.createdAt, scope.seesFrom), eq(messages.originConversationId, scope.ownThreadId)) : undefined;

/** Do two browsers see the same? */
export const isSameScope = (a: Scope, b: Scope): boolean =>
  a?.ownThreadId === b?.ownThreadId && a?.seesFrom.getTime() === b?.seesFrom.getTime();
