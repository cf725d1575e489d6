-- Keys of the merchant's own systems. Only the SHA-256 is kept; the key names its merchant.
create table api_keys (
  merchant_id uuid not null references merchants,
  id uuid not null,
  name text not null check (name <> ''),
  key_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, key_hash)
);
alter table api_keys enable row level security;
alter table api_keys force row level security;
create policy merchant on api_keys
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on api_keys to :app_role;

-- A shop system that tells us of orders. Secrets are sealed; two sign for a while after one was changed.
create table store_connections (
  merchant_id uuid not null references merchants,
  id uuid not null,
  kind text not null check (kind in ('shopify', 'woocommerce')),
  -- Shopify: the myshopify.com domain. WooCommerce: the home URL, as its webhooks name it.
  external_id text not null,
  webhook_secret bytea not null,
  previous_webhook_secret bytea,
  -- Until then the previous one signs too.
  previous_secret_until timestamptz,
  -- Where and with what the shop is asked for what its webhooks lost; null: it is not asked.
  api_url text,
  api_credentials bytea,
  -- Everything the shop changed before this moment is known.
  reconciled_to timestamptz,
  last_heard_at timestamptz,
  trouble text,
  trouble_since timestamptz,
  created_at timestamptz not null,
  -- Not heard any more but in matters of privacy, which come later.
  disconnected_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, kind, external_id)
);
alter table store_connections enable row level security;
alter table store_connections force row level security;
create policy merchant on store_connections
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on store_connections to :app_role;

create table directory.store_routes (
  kind text not null check (kind in ('shopify', 'woocommerce')),
  external_id text not null,
  merchant_id uuid not null,
  row_id uuid not null,
  -- False: disconnected; whoever connects the shop next has it.
  live boolean not null default true,
  primary key (kind, external_id)
);
grant select, insert, update, delete on directory.store_routes to :app_role;

alter table webhook_inbox drop constraint webhook_inbox_source_check;
alter table webhook_inbox add check (source in ('whatsapp', 'api', 'shopify', 'woocommerce'));
-- What a shop told of an order that is not known yet waits here until it is.
create index webhook_inbox_waits on webhook_inbox (merchant_id, source, outcome) where outcome like 'waits:%';

-- Carts, quotes and orders belong to a subject, like events: a browser (visitors.id) or a customer (customers.id). A merge moves none.
create table carts (
  merchant_id uuid not null references merchants,
  id uuid not null,
  subject_id uuid,
  source text not null check (source in ('web', 'api', 'shopify', 'woocommerce', 'woodex')),
  -- The shop's id; of a cart that follows from a browser's events, the event it began with.
  external_id text not null,
  status text not null check (status in ('open', 'ordered', 'emptied')),
  items jsonb not null,
  currency text,
  total numeric(16, 4) not null,
  url text,
  checkout_started_at timestamptz,
  created_at timestamptz not null,
  -- By the clock of whoever told it: what is older changes nothing.
  updated_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, source, external_id)
);
create index carts_subject on carts (merchant_id, subject_id, updated_at desc);
alter table carts enable row level security;
alter table carts force row level security;
create policy merchant on carts
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on carts to :app_role;

create table quotes (
  merchant_id uuid not null references merchants,
  id uuid not null,
  subject_id uuid,
  source text not null check (source in ('web', 'api', 'shopify', 'woocommerce', 'woodex')),
  external_id text not null,
  number text,
  status text not null check (status in ('requested', 'created', 'sent', 'viewed', 'accepted', 'rejected', 'expired')),
  items jsonb not null,
  currency text,
  total numeric(16, 4),
  url text,
  note text,
  order_external_id text,
  expires_at timestamptz,
  -- What was told on the journey already, so that a fact that comes late, or again, is told once.
  told jsonb not null default '[]',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, source, external_id)
);
create index quotes_subject on quotes (merchant_id, subject_id, updated_at desc);
alter table quotes enable row level security;
alter table quotes force row level security;
create policy merchant on quotes
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on quotes to :app_role;

create table orders (
  merchant_id uuid not null references merchants,
  id uuid not null,
  subject_id uuid,
  source text not null check (source in ('web', 'api', 'shopify', 'woocommerce', 'woodex')),
  external_id text not null,
  number text,
  status text not null check (status in ('placed', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded')),
  items jsonb not null,
  currency text not null,
  total numeric(16, 4) not null,
  refunded numeric(16, 4) not null default 0,
  url text,
  tracking jsonb,
  cart_external_id text,
  quote_external_id text,
  placed_at timestamptz not null,
  paid_at timestamptz,
  -- How far it has come by facts that are not the whole order: parcels, a deletion. It holds until a newer whole order is told.
  progress_status text check (progress_status in ('placed', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded')),
  progress_at timestamptz,
  -- What was told on the journey already, so that a fact that comes late, or again, is told once.
  told jsonb not null default '[]',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, source, external_id)
);
create index orders_subject on orders (merchant_id, subject_id, placed_at desc);
create index orders_number on orders (merchant_id, number);
create index orders_cart on orders (merchant_id, source, cart_external_id) where cart_external_id is not null;
alter table orders enable row level security;
alter table orders force row level security;
create policy merchant on orders
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on orders to :app_role;

-- What a shop's privacy webhooks ask for, and the receipt of what was done.
create table privacy_requests (
  merchant_id uuid not null references merchants,
  -- That of the webhook it came by (webhook_inbox).
  id uuid not null,
  connection_id uuid not null,
  kind text not null check (kind in ('export', 'erase-customer', 'erase-shop')),
  external_customer_id text,
  received_at timestamptz not null,
  done_at timestamptz,
  receipt jsonb,
  primary key (merchant_id, id),
  foreign key (merchant_id, connection_id) references store_connections (merchant_id, id)
);
alter table privacy_requests enable row level security;
alter table privacy_requests force row level security;
create policy merchant on privacy_requests
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on privacy_requests to :app_role;
