import type { ISql } from 'postgres';
import { ALLOWED_COLUMNS, ALLOWED_RIGHTS } from './catalogue-lists.ts';

/** Something in the database's catalogue by which one merchant could come to see or change another's rows. */
export type Hole = { assertion: Assertion; what: string };

type Query = (sql: ISql, role: string) => Promise<{ what: string }[]>;

const STANDARD_POLICY = '(merchant_id = ( SELECT current_merchant() AS current_merchant))';
const STANDARD_FUNCTION = `select nullif(current_setting('app.merchant_id', true), '')::uuid`;

/** The merchant's column of a table, as a sub-select over pg_class `c`; null where there is none. */
const MERCHANT_COLUMN = `(select attnum from pg_attribute where attrelid = c.oid and attname = 'merchant_id' and not attisdropped)`;
const OURS = `n.nspname !~ '^(pg_|information_schema$)'`;

const ASSERTIONS = {
  'A every table is under ENABLE and FORCE row level security': sql =>
    sql.unsafe(`
    select c.relname as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p', 'f') and not (c.relrowsecurity and c.relforcerowsecurity)`),

  'B every table has a policy': sql =>
    sql.unsafe(`
    select c.relname as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not exists (select from pg_policy where polrelid = c.oid)`),

  'C every policy checks what is written and lets nothing pass as it is': sql =>
    sql.unsafe(`
    select c.relname || '.' || polname as what from pg_policy p join pg_class c on c.oid = p.polrelid
    where (polcmd in ('a', 'w', '*') and polwithcheck is null)
      or pg_get_expr(polqual, polrelid) = 'true' or pg_get_expr(polwithcheck, polrelid) = 'true'`),

  'D views run as who asks, and nothing is materialised': sql =>
    sql.unsafe(`
    select c.relname as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and (c.relkind = 'm'
      or (c.relkind = 'v' and not coalesce(c.reloptions @> array['security_invoker=true'], false)))`),

  'E no function runs as its owner': (sql, role) => sql`
    select p.oid::regprocedure::text as what from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname !~ '^(pg_|information_schema$)' and prosecdef and has_function_privilege(${role}, p.oid, 'execute')`,

  'F the app role has no attribute, no membership and owns nothing': (sql, role) => sql`
    select 'attributes' as what from pg_roles where rolname = ${role}
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
    union all select 'member of ' || roleid::regrole from pg_auth_members where member = ${role}::regrole
    union all select 'owns ' || pg_describe_object(classid, objid, objsubid) from pg_shdepend
      where refclassid = 'pg_authid'::regclass and refobjid = ${role}::regrole and deptype = 'o'
        and dbid in (0, (select oid from pg_database where datname = current_database()))
    union all select 'creates in ' || nspname from pg_namespace where has_schema_privilege(${role}, oid, 'create')
      and nspname !~ '^pg_temp|^pg_toast_temp'
    union all select 'creates in the database' where has_database_privilege(${role}, current_database(), 'create')`,

  'G foreign keys begin with merchant_id on both sides': sql =>
    sql.unsafe(`
    select c.relname || '.' || conname as what from pg_constraint k join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and n.nspname = 'public' and (
      k.conkey[1] is distinct from ${MERCHANT_COLUMN} or k.confkey[1] is distinct from (
        select attnum from pg_attribute where attrelid = k.confrelid and attname = 'merchant_id' and not attisdropped))`),

  'H what is unique is unique within a merchant': sql =>
    sql.unsafe(`
    select i.indexrelid::regclass::text as what from pg_index i join pg_class c on c.oid = i.indrelid
      join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and (i.indisunique or i.indisexclusion) and i.indkey[0] is distinct from ${MERCHANT_COLUMN}`),

  'I no right that row security does not narrow': (sql, role) => sql`
    select c.oid::regclass::text as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^(pg_|information_schema$)' and c.relkind in ('r', 'p') and (
      has_table_privilege(${role}, c.oid, 'truncate') or has_table_privilege(${role}, c.oid, 'trigger')
      or has_any_column_privilege(${role}, c.oid, 'references'))`,

  'J every policy is the one standard policy': async sql => [
    ...(await sql<{ what: string }[]>`
      select c.relname || '.' || polname as what from pg_policy p join pg_class c on c.oid = p.polrelid
      where polname <> 'merchant' or not polpermissive or polcmd <> '*' or polroles <> '{0}'
        or pg_get_expr(polqual, polrelid) is distinct from ${STANDARD_POLICY}
        or pg_get_expr(polwithcheck, polrelid) is distinct from ${STANDARD_POLICY}`),
    ...(await sql<{ what: string }[]>`
      select p.oid::regprocedure::text as what from pg_proc p where p.pronamespace = 'public'::regnamespace
        and (proname <> 'current_merchant' or btrim(prosrc) <> ${STANDARD_FUNCTION} or provolatile <> 's')`),
  ],

  'K every table belongs to merchants and has a primary key': sql =>
    sql.unsafe(`
    select c.relname as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p', 'f') and (
      not exists (select from pg_index where indrelid = c.oid and indisprimary)
      or not exists (select from pg_attribute where attrelid = c.oid and attname = 'merchant_id'
        and atttypid = 'uuid'::regtype and attnotnull and not attisdropped))`),

  'L nothing counts across merchants': sql =>
    sql.unsafe(`
    select c.oid::regclass::text as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relkind = 'S'`),

  'M other schemas hold the listed columns alone': async sql => {
    const rows = await sql<{ what: string }[]>`
      select n.nspname || '.' || c.relname || '.' || a.attname as what from pg_class c
        join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
      where n.nspname !~ '^(pg_|information_schema$)' and n.nspname <> 'public' and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and a.attnum > 0 and not a.attisdropped
      union all select n.nspname || '.' || proname || '()' from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname !~ '^(pg_|information_schema$)' and n.nspname <> 'public'
      union all select nspname from pg_namespace n
      where n.nspname !~ '^(pg_|information_schema$)' and n.nspname not in ('public', 'directory', 'queue', 'auth', 'migrations')`;
    return difference(rows, ALLOWED_COLUMNS);
  },

  'N the app role has the listed rights alone': async (sql, role) => {
    const rows = await sql<{ what: string }[]>`
      select c.oid::regclass || ' ' || lower(privilege_type) as what from pg_class c
        join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g
      where n.nspname !~ '^(pg_|information_schema$)' and grantee in (0, ${role}::regrole)
      union all select c.oid::regclass || '.' || attname || ' ' || lower(privilege_type) from pg_attribute a
        join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace, aclexplode(a.attacl) g
      where n.nspname !~ '^(pg_|information_schema$)' and grantee in (0, ${role}::regrole)
      union all select 'default ' || lower(privilege_type) from pg_default_acl d, aclexplode(d.defaclacl) g
      where grantee in (0, ${role}::regrole)`;
    return difference(rows, ALLOWED_RIGHTS);
  },
} satisfies Record<string, Query>;

export type Assertion = keyof typeof ASSERTIONS;

const difference = (rows: { what: string }[], allowed: ReadonlySet<string>) =>
  rows.filter(({ what }) => !allowed.has(what));

/** Looks the whole catalogue over, as a role that may read it. `appRole`: whose rights are judged. */
export async function findHoles(sql: ISql, appRole: string): Promise<Hole[]> {
  const holes: Hole[] = [];
  for (const [name, query] of Object.entries<Query>(ASSERTIONS)) {
    for (const { what } of await query(sql, appRole)) holes.push({ assertion: name as Assertion, what });
  }
  return holes;
}
