import { createHash, hkdfSync } from 'node:crypto';
import postgres from 'postgres';
import { hasCode, SetupError } from './setup-error.ts';

export { assertSafeAppRole } from './role-check.ts';

type Options = {
  /** The role that owns the tables and migrates. */
  ownerUrl: string;
  /** The same on every node of one installation: the app role's password is derived from it. */
  secret: Buffer;
  /** The operator's own app role, where the owner may not create roles. It is used as it is. */
  appUrl?: string;
  /** Instead of the name made from the database's. */
  role?: string;
};

/**
 * The role the application logs in as, created on first use: it owns nothing and is a member of nothing.
 * Roles belong to the whole server, so its name carries the database's.
 */
export async function ensureAppRole(options: Options): Promise<{ appUrl: string; appRole: string }> {
  if (options.appUrl) return { appUrl: options.appUrl, appRole: roleIn(options.appUrl) };
  const appRole = options.role ?? appRoleName(databaseIn(options.ownerUrl));
  const password = Buffer.from(hkdfSync('sha256', options.secret, '', appRole, 24)).toString('base64url');
  const url = new URL(options.ownerUrl);
  url.username = encodeURIComponent(appRole);
  url.password = password;
  if (!(await canLogIn(url.href))) await createRole(options.ownerUrl, appRole, password);
  return { appUrl: url.href, appRole };
}

/** `woodex_app_<database>`, with a hash in place of the end where Postgres' 63 bytes do not hold it. */
export function appRoleName(database: string): string {
  const name = `woodex_app_${database}`;
  if (Buffer.byteLength(name) <= 63) return name;
  const hash = createHash('sha256').update(database).digest('hex').slice(0, 12);
  const start = new TextDecoder().decode(Buffer.from(name).subarray(0, 50)).replace(/\uFFFD+$/, '');
  return `${start}_${hash}`;
}

/** The role's name alone, for migrating before any node has started: it is created, but nobody can log in as it yet. */
export async function reserveAppRole({ ownerUrl, appUrl }: Pick<Options, 'ownerUrl' | 'appUrl'>): Promise<string> {
  if (appUrl) return roleIn(appUrl);
  const appRole = appRoleName(databaseIn(ownerUrl));
  await createRole(ownerUrl, appRole);
  return appRole;
}

async function createRole(ownerUrl: string, role: string, password?: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.begin(async tx => {
      // Two nodes that start together would else both create it.
      await tx`select pg_advisory_xact_lock(hashtext(${role}))`;
      const [found] = await tx`select from pg_roles where rolname = ${role}`;
      const attributes = 'login nosuperuser nobypassrls nocreatedb nocreaterole noreplication';
      // Changing those attributes takes a superuser even where they already are so; the boot check looks at them.
      if (!found) await tx.unsafe(`create role ${quoteName(role)} ${attributes}`);
      if (password) await tx.unsafe(`alter role ${quoteName(role)} login password '${password}'`);
    });
  } catch (error) {
    if (!hasCode(error, '42501')) throw error;
    throw new SetupError(
      `The role ${roleIn(ownerUrl)} of DATABASE_URL may not create or change the role ${role}: run "alter role ${quoteName(roleIn(ownerUrl))} createrole", or create a login role that owns nothing and set DATABASE_APP_URL to its URL.`,
    );
  } finally {
    await sql.end();
  }
}

async function canLogIn(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch (error) {
    // Wrong password, no such role; a server that rejects by pg_hba.conf says 28000 too.
    if (hasCode(error, '28P01', '28000')) return false;
    throw error;
  } finally {
    await sql.end();
  }
}

/** As an SQL identifier, whatever it holds. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const roleIn = (url: string): string => decodeURIComponent(new URL(url).username);
const databaseIn = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1)) || roleIn(url);
