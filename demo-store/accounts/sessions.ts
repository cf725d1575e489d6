import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { ACCOUNTS, type Account } from './accounts.ts';

const COOKIE = 'shop_session';

/** Who is logged in at the shop, in memory. */
export function openSessions() {
  const sessions = new Map<string, Account>();
  return {
    of: (c: Context): Account | null => sessions.get(getCookie(c, COOKIE) ?? '') ?? null,
    /** Answers false when there is no such account. */
    signIn(c: Context, accountId: unknown): boolean {
      const account = ACCOUNTS.find(({ id }) => id === accountId);
      if (!account) return false;
      const session = randomBytes(24).toString('base64url');
      sessions.set(session, account);
      setCookie(c, COOKIE, session, { httpOnly: true, sameSite: 'Lax', path: '/' });
      return true;
    },
    signOut(c: Context): void {
      sessions.delete(getCookie(c, COOKIE) ?? '');
      deleteCookie(c, COOKIE, { path: '/' });
    },
  };
}

export type Sessions = ReturnType<typeof openSessions>;
