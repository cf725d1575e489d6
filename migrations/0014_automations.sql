-- Rules that write to people at the right moment. What a rule says is in its versions; the newest one starts runs.
create table automation_rules (
  merchant_id uuid not null references merchants,
  id uuid not null,
  -- Which recipe it was made from; null: made by hand.
  recipe text,
  version int not null check (version > 0),
  enabled boolean not null default false,
  -- What happens from then on starts runs.
  enabled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, id),
  check (not enabled or enabled_at is not null)
);
alter table automation_rules enable row level security;
alter table automation_rules force row level security;
create policy merchant on automation_rules
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on automation_rules to :app_role;

create table automation_rule_versions (
  merchant_id uuid not null references merchants,
  rule_id uuid not null,
  version int not null check (version > 0),
  definition jsonb not null,
  -- Null: it came with the product.
  created_by uuid,
  created_at timestamptz not null,
  primary key (merchant_id, rule_id, version),
  foreign key (merchant_id, rule_id) references automation_rules (merchant_id, id),
  foreign key (merchant_id, created_by) references agents (merchant_id, id)
);
alter table automation_rule_versions enable row level security;
alter table automation_rule_versions force row level security;
create policy merchant on automation_rule_versions
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert on automation_rule_versions to :app_role;

-- One person and one occasion of a rule.
create table automation_runs (
  merchant_id uuid not null references merchants,
  id uuid not null,
  rule_id uuid not null,
  -- Under which they finish, whatever the rule becomes.
  version int not null,
  -- Whom it began with. A merge moves nothing: the run goes on for whoever they are part of.
  customer_id uuid not null,
  -- What it is once per: 'cart:…', 'quote:…', 'order:…', 'event:…', 'customer:…'.
  scope_key text not null,
  -- What it is about, by the ids of our rows: {cart, quote, order, event}.
  subject jsonb not null,
  -- The moment that waiting counts from, as it was when the run began.
  moment timestamptz not null,
  state text not null check (state in ('waiting', 'done', 'cancelled', 'suppressed', 'failed')),
  -- The step that is next, or was last, from 0.
  step int not null default 0,
  -- When the step before it was over.
  stepped_at timestamptz,
  due_at timestamptz,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, rule_id, scope_key),
  foreign key (merchant_id, rule_id, version) references automation_rule_versions (merchant_id, rule_id, version),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id),
  check ((state = 'waiting') = (due_at is not null) and (state = 'waiting') = (ended_at is null))
) with (fillfactor = 80);
create index automation_runs_customer on automation_runs (merchant_id, customer_id, started_at desc, id desc);
create index automation_runs_rule on automation_runs (merchant_id, rule_id, started_at desc, id desc);
alter table automation_runs enable row level security;
alter table automation_runs force row level security;
create policy merchant on automation_runs
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on automation_runs to :app_role;

-- Why a run did what it did: never changed.
create table automation_decisions (
  merchant_id uuid not null references merchants,
  id uuid not null,
  run_id uuid not null,
  step int not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('planned', 'waiting', 'sent', 'acted', 'suppressed', 'cancelled', 'failed')),
  reason text not null,
  facts jsonb not null,
  -- The same as a sentence.
  words text not null,
  -- What was sent.
  message_id uuid,
  primary key (merchant_id, id),
  foreign key (merchant_id, run_id) references automation_runs (merchant_id, id) on delete cascade,
  foreign key (merchant_id, message_id) references whatsapp_messages (merchant_id, id)
);
create index automation_decisions_run on automation_decisions (merchant_id, run_id, id);
-- A step does something once, whoever says otherwise.
create unique index automation_acts_once on automation_decisions (merchant_id, run_id, step) where outcome in ('sent', 'acted');
alter table automation_decisions enable row level security;
alter table automation_decisions force row level security;
create policy merchant on automation_decisions
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, delete on automation_decisions to :app_role;

-- What holds for all rules. No row: what comes with the product.
create table automation_settings (
  merchant_id uuid primary key references merchants,
  -- IANA; where a customer's own zone is not known, and for business hours.
  time_zone text not null,
  -- {from, to}, HH:MM
  quiet jsonb not null,
  -- {monday: [{from, to}], …}
  business_week jsonb not null,
  -- {messages, days}
  cap jsonb not null,
  updated_at timestamptz not null
);
alter table automation_settings enable row level security;
alter table automation_settings force row level security;
create policy merchant on automation_settings
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on automation_settings to :app_role;

-- When a page of the shop was last seen open in this browser; written once a minute while a stream is.
alter table visitors add panel_at timestamptz;

-- What waits for its time: one row for each run that does. Held for the length of a transaction, never longer.
create table queue.timers (
  run_id uuid primary key,
  merchant_id uuid not null,
  due_at timestamptz not null,
  -- In a row, up to now.
  failures int not null default 0
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index timers_due on queue.timers (due_at);
create index timers_of_merchant on queue.timers (merchant_id, due_at);
grant select, insert, update, delete on queue.timers to :app_role;
