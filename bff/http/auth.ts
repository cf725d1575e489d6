import { randomUUIDv7 } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { Db } from '../db/merchant-tx.ts';
import { accounts, sessions, users, verifications } from '../db/schema/index.ts';

const AUTH_PATH = '/admin/v1/auth';

/** The header in which the front door tells the login library where a request came from. */
export const CLIENT_ADDRESS = 'x-woodex-client-address';

/** Agents' logins: e-mail and password, sessions in a cookie that scripts cannot read. Nobody signs up by themselves. */
export const createAuth = (db: Db, { secret, publicUrl }: { secret: string; publicUrl: string }) =>
  betterAuth({
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    secret,
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user: users, session: sessions, account: accounts, verification: verifications },
    }),
    emailAndPassword: { enabled: true, disableSignUp: true },
    advanced: {
      // Who may ask is decided once, by middleware/same-origin.ts before us; two judges would disagree about a second host name.
      disableCSRFCheck: true,
      cookiePrefix: 'woodex',
      database: { generateId: () => randomUUIDv7() },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
    },
    rateLimit: { enabled: true, window: 60, max: 100, customRules: { '/sign-in/email': { window: 60, max: 10 } } },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });

export type Auth = ReturnType<typeof createAuth>;

/**
 * A login that works at once, for a person somebody else vouches for: made, or completed where making it was interrupted. A
 * password that is there already stays. Returns the user's id.
 */
export async function createLogin(
  auth: Auth,
  { email, name, password }: { email: string; name: string; password: string },
): Promise<string> {
  const { internalAdapter, password: hasher } = await auth.$context;
  const known = await internalAdapter.findUserByEmail(email);
  const user =
    known?.user ?? (await internalAdapter.createUser({ email, name, emailVerified: true }, { method: 'admin' }));
  if (await internalAdapter.findCredentialAccount(user.id)) return user.id;
  const hash = await hasher.hash(password);
  await internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: hash });
  return user.id;
}
