alter table customer_identities drop constraint customer_identities_kind_check;
alter table customer_identities add check (kind in ('wa_id', 'bsuid', 'parent_bsuid', 'username', 'shop_account'));
-- Of a shop's account, as of a browser (visitors): set when its customer became part of one who had a past that the account did not prove.
alter table customer_identities
  add column own_thread_id uuid,
  add column sees_from timestamptz,
  add check ((own_thread_id is null) = (sees_from is null));

-- What a shop's systems say somebody can be reached by. Nobody has proven it: it finds orders of one person, and opens nothing.
create table customer_contacts (
  merchant_id uuid not null references merchants,
  id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('email', 'phone')),
  -- An e-mail address in lower case; a phone as its match key (one person's written forms are one value).
  value text not null,
  -- As people write it.
  display text not null,
  source text not null check (source in ('web', 'api', 'shopify', 'woocommerce', 'woodex')),
  created_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, kind, value),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
);
create index customer_contacts_customer on customer_contacts (merchant_id, customer_id);
create index customer_contacts_begin on customer_contacts (merchant_id, value text_pattern_ops);
alter table customer_contacts enable row level security;
alter table customer_contacts force row level security;
create policy merchant on customer_contacts
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on customer_contacts to :app_role;

alter table customer_merges drop constraint customer_merges_reason_check;
alter table customer_merges add check (reason in ('whatsapp-reference', 'signed-identity', 'order-of-record', 'whatsapp-phone'));
alter table customer_merges
  -- What went over: the rows to give back when it is undone. Null: it was recorded before that could be done.
  add column moved jsonb,
  add column undone_at timestamptz,
  add column undone_by uuid,
  add foreign key (merchant_id, undone_by) references agents (merchant_id, id);
create index customer_merges_into on customer_merges (merchant_id, into_customer_id);
create index customers_merged on customers (merchant_id, merged_into) where merged_into is not null;
-- In small letters; who has no name comes last. A column, since row security keeps what a function makes of one from any index.
alter table customers add column sort_name text collate "C" not null
  generated always as (coalesce(lower(full_name), U&'\FFFF')) stored;
create index customers_by_name on customers (merchant_id, sort_name, id) where merged_into is null;
create index customers_known on customers (merchant_id, id) where kind = 'known' and merged_into is null;
create index customer_identities_phone on customer_identities (merchant_id, value text_pattern_ops) where kind = 'wa_id';
grant update on customer_merges to :app_role;

-- The merchant's server signs who a shopper is (HS256). Sealed; several may be good at once while they rotate.
create table identity_keys (
  merchant_id uuid not null references merchants,
  id uuid not null,
  secret bytea not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (merchant_id, id)
);
alter table identity_keys enable row level security;
alter table identity_keys force row level security;
create policy merchant on identity_keys
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on identity_keys to :app_role;

-- Signed identities that were used: each is good once.
create table identity_nonces (
  merchant_id uuid not null references merchants,
  nonce text not null,
  expires_at timestamptz not null,
  primary key (merchant_id, nonce)
);
create index identity_nonces_expiry on identity_nonces (merchant_id, expires_at);
alter table identity_nonces enable row level security;
alter table identity_nonces force row level security;
create policy merchant on identity_nonces
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, delete on identity_nonces to :app_role;
