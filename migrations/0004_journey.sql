-- What shoppers do. Taken in by the thousand, so it has no foreign keys; the policy stands all the same.
create table customer_journey_events (
  merchant_id uuid not null,
  -- UUIDv7, made by whoever saw it happen: the same one sent again is the same event. Months are ranges of it, so that a repetition
  -- meets the first one whenever it comes.
  id uuid not null,
  -- The browser (visitors.id), or where there is none the customer (customers.id). It never changes: a merge moves the browser.
  subject_id uuid not null,
  name text not null,
  source text not null check (source in ('web', 'api', 'shopify', 'woocommerce', 'woodex')),
  -- By our clock: received_at, less the time that lay between the event and its sending by the browser's own clock.
  occurred_at timestamptz not null,
  -- What the browser's clock said.
  client_at timestamptz,
  received_at timestamptz not null,
  page_url text,
  page_title text,
  properties jsonb not null default '{}',
  primary key (merchant_id, id)
) partition by range (id);
create index customer_journey_events_subject on customer_journey_events (merchant_id, subject_id, occurred_at desc, id desc);
alter table customer_journey_events enable row level security;
alter table customer_journey_events force row level security;
create policy merchant on customer_journey_events
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, delete on customer_journey_events to :app_role;

-- Ids from clocks that are wrong by months. Nobody is granted a partition: the policy of the parent would not hold there.
create table customer_journey_events_other partition of customer_journey_events default;
alter table customer_journey_events_other enable row level security;
alter table customer_journey_events_other force row level security;
create policy merchant on customer_journey_events_other
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));

-- Whose journey has moved since it was last looked at. Only ever added to and taken away, so that nobody waits for anybody here.
create table queue.journey_marks (
  merchant_id uuid not null,
  subject_id uuid not null,
  -- 'event': something happened. 'rescore': time has passed, or the score table has changed; it waits until no event does.
  kind text not null check (kind in ('event', 'rescore')),
  marked_at timestamptz not null
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index journey_marks_waiting on queue.journey_marks (kind, merchant_id, marked_at);
grant select, insert, update, delete on queue.journey_marks to :app_role;

alter table visitors
  -- False: an order tied this browser to a customer whom it need not belong to. It tells a journey and may not see a conversation.
  add column may_chat boolean not null default true,
  add column journey_consent text check (journey_consent in ('granted', 'setting')),
  add column journey_consent_at timestamptz,
  add column time_zone text,
  add column language text;

-- Where each customer stands, as it follows from the events and rows of their journey. It can be made anew at any time.
create table customer_journeys (
  merchant_id uuid not null references merchants,
  customer_id uuid not null,
  stage text not null check (stage in ('visitor', 'engaged', 'considering', 'quoted', 'customer', 'repeat', 'dormant')),
  -- How far they ever came; never 'dormant'.
  furthest_stage text not null check (furthest_stage in ('visitor', 'engaged', 'considering', 'quoted', 'customer', 'repeat')),
  score int not null check (score between 0 and 100),
  reasons jsonb not null,
  table_version int not null,
  is_hot boolean not null default false,
  hot_since timestamptz,
  scored_at timestamptz not null,
  -- When time alone may change score or stage; null: it will not.
  rescore_at timestamptz,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  visits int not null,
  page_views int not null,
  page_url text,
  page_title text,
  page_at timestamptz,
  cart_total numeric(16, 4),
  cart_currency text,
  orders int not null default 0,
  primary key (merchant_id, customer_id),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
) with (fillfactor = 80);
create index customer_journeys_score on customer_journeys (merchant_id, score desc, customer_id desc);
create index customer_journeys_stage on customer_journeys (merchant_id, stage, score desc, customer_id desc);
create index customer_journeys_hot on customer_journeys (merchant_id, score desc, customer_id desc) where is_hot;
create index customer_journeys_seen on customer_journeys (merchant_id, last_seen_at desc, customer_id desc);
create index customer_journeys_rescore on customer_journeys (merchant_id, rescore_at) where rescore_at is not null;
alter table customer_journeys enable row level security;
alter table customer_journeys force row level security;
create policy merchant on customer_journeys
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on customer_journeys to :app_role;

create index whatsapp_messages_time on whatsapp_messages (merchant_id, conversation_id, created_at desc, id desc);

-- When and why a score or a stage changed enough to be told.
create table lead_score_changes (
  merchant_id uuid not null references merchants,
  id uuid not null,
  customer_id uuid not null,
  score_from int not null,
  score_to int not null,
  stage_from text check (stage_from in ('visitor', 'engaged', 'considering', 'quoted', 'customer', 'repeat', 'dormant')),
  stage_to text not null check (stage_to in ('visitor', 'engaged', 'considering', 'quoted', 'customer', 'repeat', 'dormant')),
  became_hot boolean not null,
  reasons jsonb not null,
  created_at timestamptz not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
);
create index lead_score_changes_customer on lead_score_changes (merchant_id, customer_id, created_at desc, id desc);
alter table lead_score_changes enable row level security;
alter table lead_score_changes force row level security;
create policy merchant on lead_score_changes
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, delete on lead_score_changes to :app_role;

-- How a merchant scores leads: the highest version holds.
create table lead_score_tables (
  merchant_id uuid not null references merchants,
  version int not null check (version > 0),
  score_table jsonb not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (merchant_id, version),
  foreign key (merchant_id, created_by) references agents (merchant_id, id)
);
alter table lead_score_tables enable row level security;
alter table lead_score_tables force row level security;
create policy merchant on lead_score_tables
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert on lead_score_tables to :app_role;

alter table conversation_updates drop constraint conversation_updates_kind_check;
alter table conversation_updates add check (kind in ('message', 'read', 'conversation', 'merged', 'lead'));
