-- How carts, quotes and orders of somebody stood, and from when until when that was known here. Carts that follow from a browser's
-- events are not in it: the events say it.
create table book_history (
  merchant_id uuid not null references merchants,
  id uuid not null,
  kind text not null check (kind in ('cart', 'quote', 'order')),
  book_id uuid not null,
  subject_id uuid not null,
  source text not null check (source in ('web', 'api', 'shopify', 'woocommerce', 'woodex')),
  recorded_at timestamptz not null,
  -- Null: it stands so now.
  superseded_at timestamptz,
  state jsonb not null,
  primary key (merchant_id, id)
);
create unique index book_history_current on book_history (merchant_id, book_id) where superseded_at is null;
create index book_history_subject on book_history (merchant_id, subject_id, recorded_at);
create index book_history_age on book_history (merchant_id, superseded_at) where superseded_at is not null;
alter table book_history enable row level security;
alter table book_history force row level security;
create policy merchant on book_history
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on book_history to :app_role;

-- A rule replayed over what has happened: nothing is sent.
create table automation_dry_runs (
  merchant_id uuid not null references merchants,
  id uuid not null,
  -- Whose own messages do not count twice; null: the rule is not there yet.
  rule_id uuid,
  -- Which recipe it is; null: none.
  recipe text,
  definition jsonb not null,
  state text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  from_at timestamptz not null,
  to_at timestamptz not null,
  -- Customers: how many there were at the start, how many were looked at, and the last of these.
  people int not null,
  looked int not null default 0,
  cursor uuid,
  -- What was counted so far.
  tally jsonb not null,
  created_by uuid not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, rule_id) references automation_rules (merchant_id, id),
  foreign key (merchant_id, created_by) references agents (merchant_id, id),
  check ((state in ('waiting', 'running')) = (ended_at is null))
);
create unique index automation_dry_runs_under_way on automation_dry_runs (merchant_id) where ended_at is null;
create index automation_dry_runs_age on automation_dry_runs (merchant_id, created_at desc, id desc);
alter table automation_dry_runs enable row level security;
alter table automation_dry_runs force row level security;
create policy merchant on automation_dry_runs
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on automation_dry_runs to :app_role;

-- A few people of each outcome, to be looked through.
create table automation_dry_run_samples (
  merchant_id uuid not null references merchants,
  id uuid not null,
  dry_run_id uuid not null,
  customer_id uuid not null,
  outcome text not null check (outcome in ('sent', 'acted', 'suppressed', 'cancelled', 'failed', 'waiting', 'unknown')),
  reason text not null,
  started_at timestamptz not null,
  -- {uncertain, decisions: [{at, step, outcome, reason, words, facts, message}]}
  story jsonb not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, dry_run_id) references automation_dry_runs (merchant_id, id) on delete cascade,
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
);
create index automation_dry_run_samples_run on automation_dry_run_samples (merchant_id, dry_run_id, started_at, id);
create index automation_dry_run_samples_customer on automation_dry_run_samples (merchant_id, customer_id);
alter table automation_dry_run_samples enable row level security;
alter table automation_dry_run_samples force row level security;
create policy merchant on automation_dry_run_samples
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, delete on automation_dry_run_samples to :app_role;

-- What Meta charges this merchant for a message: its rate cards are files, and differ by currency and contract.
create table message_prices (
  merchant_id uuid primary key references merchants,
  currency text not null,
  -- [{category, country, price}]
  prices jsonb not null,
  updated_at timestamptz not null
);
alter table message_prices enable row level security;
alter table message_prices force row level security;
create policy merchant on message_prices
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on message_prices to :app_role;
