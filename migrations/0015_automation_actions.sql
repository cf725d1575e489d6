-- What rules do besides writing: tags, points, notes, webhooks; steps that wait for something, and ways.

alter table automation_runs
  -- The ways it went, in their order.
  add column ways jsonb not null default '[]',
  -- What the step that is next waits for: {on, name, since}; null: it does not.
  add column awaits jsonb,
  -- How many runs, one of the other, it came of.
  add column depth int not null default 0,
  -- When it last did what may come back by way of others: told an endpoint something, or gave points.
  add column echo_at timestamptz;

-- Where rules may tell another system something. Secrets are sealed; two sign for a while after one was changed.
create table webhook_endpoints (
  merchant_id uuid not null references merchants,
  id uuid not null,
  name text not null check (name <> ''),
  url text not null,
  secret bytea not null,
  previous_secret bytea,
  -- Until then the previous one signs too.
  previous_secret_until timestamptz,
  created_at timestamptz not null,
  -- Told nothing more from then on.
  removed_at timestamptz,
  primary key (merchant_id, id)
);
alter table webhook_endpoints enable row level security;
alter table webhook_endpoints force row level security;
create policy merchant on webhook_endpoints
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on webhook_endpoints to :app_role;

-- What endpoints are told, each until it is taken or given up. Its id is the same with every attempt.
create table webhook_outbox (
  merchant_id uuid not null references merchants,
  id uuid not null,
  endpoint_id uuid not null,
  run_id uuid not null,
  customer_id uuid not null,
  -- Byte for byte what is signed; null: it is over, and nobody needs it any more.
  body text,
  state text not null check (state in ('queued', 'delivered', 'failed')),
  attempts int not null default 0,
  -- What the last attempt came to, as a sentence.
  answer text,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, endpoint_id) references webhook_endpoints (merchant_id, id),
  foreign key (merchant_id, run_id) references automation_runs (merchant_id, id) on delete cascade,
  foreign key (merchant_id, customer_id) references customers (merchant_id, id),
  check ((state = 'queued') = (ended_at is null) and (state <> 'queued' or body is not null))
);
create index webhook_outbox_run on webhook_outbox (merchant_id, run_id);
create index webhook_outbox_customer on webhook_outbox (merchant_id, customer_id);
alter table webhook_outbox enable row level security;
alter table webhook_outbox force row level security;
create policy merchant on webhook_outbox
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on webhook_outbox to :app_role;

alter table automation_decisions
  -- What an endpoint was told by it.
  add column webhook_id uuid,
  add foreign key (merchant_id, webhook_id) references webhook_outbox (merchant_id, id),
  drop constraint automation_decisions_outcome_check,
  add constraint automation_decisions_outcome_check
    check (outcome in ('planned', 'waiting', 'sent', 'acted', 'went', 'suppressed', 'cancelled', 'failed'));
drop index automation_acts_once;
create unique index automation_acts_once on automation_decisions (merchant_id, run_id, step) where outcome in ('sent', 'acted', 'went');

-- Words that customers are marked with. A merge moves none: of a person all that any of their rows has.
create table customer_tags (
  merchant_id uuid not null references merchants,
  customer_id uuid not null,
  tag text not null check (tag <> ''),
  added_at timestamptz not null,
  primary key (merchant_id, customer_id, tag),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
);
alter table customer_tags enable row level security;
alter table customer_tags force row level security;
create policy merchant on customer_tags
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, delete on customer_tags to :app_role;

-- Points that rules have given, and why. They fade as events do.
create table lead_points (
  merchant_id uuid not null references merchants,
  id uuid not null,
  customer_id uuid not null,
  points int not null check (points between -100 and 100 and points <> 0),
  reason text not null,
  given_at timestamptz not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
);
create index lead_points_customer on lead_points (merchant_id, customer_id, given_at desc);
alter table lead_points enable row level security;
alter table lead_points force row level security;
create policy merchant on lead_points
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, delete on lead_points to :app_role;

-- What is noted of a customer for agents alone. By whom: the rule's name, as it was.
create table customer_notes (
  merchant_id uuid not null references merchants,
  id uuid not null,
  customer_id uuid not null,
  text text not null,
  author text not null,
  created_at timestamptz not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
);
create index customer_notes_customer on customer_notes (merchant_id, customer_id, created_at desc, id desc);
alter table customer_notes enable row level security;
alter table customer_notes force row level security;
create policy merchant on customer_notes
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, delete on customer_notes to :app_role;
