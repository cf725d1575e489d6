-- Tenancy. Every table of `public` carries merchant_id, first in every key, under ENABLE and FORCE row level security with the
-- one policy below. `:app_role` is the role the server runs as: it owns nothing and is granted table by table.

grant usage on schema public to :app_role;

-- Empty when no merchant is set: after the first transaction-local set_config the setting reads as '' on that connection, not null.
create function current_merchant() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.merchant_id', true), '')::uuid $$;

create table merchants (
  merchant_id uuid primary key,
  name text not null check (name <> ''),
  greeting text not null default '',
  color text not null default '#7a4f2b' check (color ~ '^#[0-9a-f]{6}$'),
  -- Origins of the shop's pages (scheme://host[:port]) that may use the storefront API.
  allowed_origins text[] not null default '{}',
  created_at timestamptz not null
);
alter table merchants enable row level security;
alter table merchants force row level security;
create policy merchant on merchants
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on merchants to :app_role;

-- The number of the merchant's newest update: the cursor of the agents' stream. Taken last in a transaction, so it is held briefly.
create table merchant_counters (
  merchant_id uuid primary key references merchants,
  seq bigint not null default 0
) with (fillfactor = 50);
alter table merchant_counters enable row level security;
alter table merchant_counters force row level security;
create policy merchant on merchant_counters
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on merchant_counters to :app_role;

create table agents (
  merchant_id uuid not null references merchants,
  id uuid not null,
  user_id text not null,
  name text not null,
  email text not null,
  role text not null check (role in ('owner', 'agent')),
  disabled_at timestamptz,
  created_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, user_id)
);
alter table agents enable row level security;
alter table agents force row level security;
create policy merchant on agents
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on agents to :app_role;

-- Which merchant an outside name belongs to, asked before a merchant is known. Names only: nothing a merchant would call data.
create schema directory;
grant usage on schema directory to :app_role;

create table directory.merchants (
  merchant_id uuid primary key
);
grant select, insert on directory.merchants to :app_role;

create table directory.memberships (
  user_id text not null,
  merchant_id uuid not null,
  primary key (user_id, merchant_id)
);
grant select, insert, delete on directory.memberships to :app_role;

-- kind: 'app' (Meta app id), 'verify_token' (SHA-256, hex), 'waba', 'phone_number'.
create table directory.whatsapp_routes (
  kind text not null check (kind in ('app', 'verify_token', 'waba', 'phone_number')),
  external_id text not null,
  merchant_id uuid not null,
  row_id uuid not null,
  primary key (kind, external_id)
);
grant select, insert, update, delete on directory.whatsapp_routes to :app_role;

-- Work that waits for a worker. Ids only; the worker enters the merchant before it reads a row.
create schema queue;
grant usage on schema queue to :app_role;

create table queue.jobs (
  id uuid primary key,
  merchant_id uuid not null,
  kind text not null,
  ref uuid not null,
  due_at timestamptz not null,
  -- While it was in hand, what it waits for came about: it is not put off.
  hastened boolean not null default false,
  -- In a row, up to now.
  failures int not null default 0,
  leased_until timestamptz,
  -- Grows with each claim: a worker that lost its lease cannot settle the job any more.
  fence bigint not null default 0,
  unique (kind, ref)
);
create index jobs_due on queue.jobs (kind, due_at, id);
create index jobs_of_merchant on queue.jobs (kind, merchant_id, id);
grant select, insert, update, delete on queue.jobs to :app_role;

-- Agents' logins, owned by the login library.
create schema auth;
grant usage on schema auth to :app_role;

create table auth.users (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create table auth.sessions (
  id text primary key,
  token text not null unique,
  user_id text not null references auth.users on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sessions_user on auth.sessions (user_id);
create table auth.accounts (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth.users on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index accounts_user on auth.accounts (user_id);
create table auth.verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verifications_identifier on auth.verifications (identifier);
grant select, insert, update, delete on auth.users, auth.sessions, auth.accounts, auth.verifications to :app_role;
