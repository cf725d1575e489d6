import type { Sql } from 'postgres';
import { SetupError } from './setup-error.ts';

const OLDEST = 150_000;
/** The minors that closed CVE-2025-8713, by which a role could read rows hidden from it by row-level security. */
const SAFE_MINOR: Record<number, number> = { 15: 14, 16: 10, 17: 6 };

type Facts = {
  role: string;
  version: number;
  super: boolean;
  bypass: boolean;
  owned: string | null;
  member: string | null;
};

/**
 * Refuses (`SetupError`) a connection by which one merchant could read another's rows, or a Postgres that is too old.
 * Takes a connection of the app role, also before anything is migrated. Returns warnings, one line each.
 */
export async function assertSafeAppRole(sql: Sql<{ bigint: number }>): Promise<string[]> {
  const [facts] = await sql<Facts[]>`
    select current_user as role, current_setting('server_version_num')::int as version,
      rolsuper as super, rolbypassrls as bypass,
      (select quote_ident(nspname) || '.' || quote_ident(relname) from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where c.relowner = r.oid and relkind in ('r', 'p', 'v', 'm', 'f') and not pg_is_other_temp_schema(n.oid) limit 1) as owned,
      (select rolname from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid limit 1) as member
    from pg_roles r where rolname = current_user`;
  if (!facts) throw new Error('pg_roles does not know the current user');
  const problem = problemWith(facts);
  if (problem) throw new SetupError(problem);
  return warningsFor(facts.version);
}

function problemWith({ role, version, ...facts }: Facts): string | undefined {
  const name = `"${role}"`;
  if (version < OLDEST) {
    return `This Postgres is version ${Math.floor(version / 10_000)}, WoodEx needs 15 or newer: upgrade it, or unset DATABASE_URL to use the embedded one.`;
  }
  if (facts.super) {
    return `The app role ${name} is a superuser, whom row-level security does not bind: run "alter role ${name} nosuperuser", or unset DATABASE_APP_URL.`;
  }
  if (facts.bypass) {
    return `The app role ${name} may bypass row-level security: run "alter role ${name} nobypassrls".`;
  }
  if (facts.owned) {
    return `The app role ${name} owns ${facts.owned}, and an owner may switch row-level security off: give it away with "reassign owned by ${name} to <owner>".`;
  }
  if (facts.member) {
    return `The app role ${name} is a member of "${facts.member}" and has that role's rights: run "revoke "${facts.member}" from ${name}".`;
  }
  return undefined;
}

function warningsFor(version: number): string[] {
  const major = Math.floor(version / 10_000);
  const wanted = SAFE_MINOR[major];
  if (wanted === undefined || version % 10_000 >= wanted) return [];
  return [
    `Postgres ${major}.${version % 10_000} has a known leak past row-level security (CVE-2025-8713): upgrade to ${major}.${wanted} or newer.`,
  ];
}
