create table customers (
  merchant_id uuid not null references merchants,
  id uuid not null,
  kind text not null check (kind in ('guest', 'known')),
  full_name text,
  phone text,
  created_at timestamptz not null,
  -- Set when this row became part of another customer; it stays, so that the merge can be explained and undone.
  merged_into uuid,
  primary key (merchant_id, id),
  foreign key (merchant_id, merged_into) references customers (merchant_id, id)
);
alter table customers enable row level security;
alter table customers force row level security;
create policy merchant on customers
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on customers to :app_role;

-- Proven ways to recognise a customer. match_key joins the written forms of one phone (Brazil's 9th digit, Mexico's 1, Argentina's 9).
create table customer_identities (
  merchant_id uuid not null references merchants,
  id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('wa_id', 'bsuid', 'parent_bsuid', 'username')),
  value text not null,
  match_key text,
  created_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, kind, value),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
);
create index customer_identities_customer on customer_identities (merchant_id, customer_id);
create index customer_identities_match on customer_identities (merchant_id, match_key) where match_key is not null;
alter table customer_identities enable row level security;
alter table customer_identities force row level security;
create policy merchant on customer_identities
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on customer_identities to :app_role;

-- A browser that holds a token. Only the token's SHA-256 is kept.
create table visitors (
  merchant_id uuid not null references merchants,
  id uuid not null,
  customer_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  -- Set when the thread became part of one that a phone had already: whoever holds this token sees of it what was in their own
  -- thread, and what is written from then on. A link can be sent to anybody; the past of whoever clicks it is not its sender's.
  own_thread_id uuid,
  sees_from timestamptz,
  check ((own_thread_id is null) = (sees_from is null)),
  primary key (merchant_id, id),
  unique (merchant_id, token_hash),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
);
create index visitors_customer on visitors (merchant_id, customer_id);
alter table visitors enable row level security;
alter table visitors force row level security;
create policy merchant on visitors
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on visitors to :app_role;

-- One per customer, across site and WhatsApp.
create table whatsapp_conversations (
  merchant_id uuid not null references merchants,
  id uuid not null,
  customer_id uuid not null,
  status text not null default 'open' check (status in ('open', 'resolved')),
  assignee_id uuid,
  -- The number of its newest update, and the position of its newest message.
  seq bigint not null default 0,
  last_position bigint not null default 0,
  last_message_id uuid,
  last_message_at timestamptz,
  unread_count int not null default 0,
  read_by_agents bigint not null default 0,
  read_by_shopper bigint not null default 0,
  reply_channel text not null default 'web' check (reply_channel in ('web', 'whatsapp')),
  -- By the customer's own clock; opens the 24 h service window of the pair that follows.
  last_whatsapp_inbound_at timestamptz,
  -- Who wrote it, and to which of our numbers: where an answer goes, and from where.
  whatsapp_identity_id uuid,
  whatsapp_number_id uuid,
  started_url text,
  started_title text,
  merged_into uuid,
  created_at timestamptz not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id),
  foreign key (merchant_id, assignee_id) references agents (merchant_id, id),
  foreign key (merchant_id, whatsapp_identity_id) references customer_identities (merchant_id, id),
  foreign key (merchant_id, merged_into) references whatsapp_conversations (merchant_id, id)
) with (fillfactor = 80);
create unique index one_conversation_per_customer on whatsapp_conversations (merchant_id, customer_id) where merged_into is null;
create index whatsapp_conversations_inbox on whatsapp_conversations (merchant_id, last_message_at desc, id desc)
  where last_message_at is not null and merged_into is null;
alter table whatsapp_conversations enable row level security;
alter table whatsapp_conversations force row level security;
create policy merchant on whatsapp_conversations
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on whatsapp_conversations to :app_role;

create table whatsapp_messages (
  merchant_id uuid not null references merchants,
  id uuid not null,
  conversation_id uuid not null,
  position bigint not null,
  author text not null check (author in ('shopper', 'agent', 'system')),
  agent_id uuid,
  channel text not null check (channel in ('web', 'whatsapp')),
  content jsonb not null,
  -- The sender's own id for it: the same one sent again is the same message.
  client_id uuid,
  -- Meta's id of an inbound WhatsApp message.
  wamid text,
  sent_at timestamptz not null,
  created_at timestamptz not null,
  -- Where it was written, when a merge moved it.
  origin_conversation_id uuid,
  primary key (merchant_id, id),
  unique (merchant_id, conversation_id, position) deferrable initially deferred,
  unique (merchant_id, conversation_id, client_id),
  unique (merchant_id, wamid),
  check ((author = 'agent') = (agent_id is not null)),
  foreign key (merchant_id, conversation_id) references whatsapp_conversations (merchant_id, id),
  foreign key (merchant_id, agent_id) references agents (merchant_id, id)
);
alter table whatsapp_messages enable row level security;
alter table whatsapp_messages force row level security;
create policy merchant on whatsapp_messages
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on whatsapp_messages to :app_role;

-- What happened in a conversation, 1…n without a hole: the SSE id of the shopper's stream. merchant_seq is that of the agents' stream.
create table conversation_updates (
  merchant_id uuid not null references merchants,
  conversation_id uuid not null,
  seq bigint not null,
  merchant_seq bigint not null,
  kind text not null check (kind in ('message', 'read', 'conversation', 'merged')),
  message_id uuid,
  data jsonb,
  created_at timestamptz not null,
  primary key (merchant_id, conversation_id, seq),
  unique (merchant_id, merchant_seq),
  foreign key (merchant_id, conversation_id) references whatsapp_conversations (merchant_id, id),
  foreign key (merchant_id, message_id) references whatsapp_messages (merchant_id, id)
);
create index conversation_updates_age on conversation_updates (merchant_id, created_at);
alter table conversation_updates enable row level security;
alter table conversation_updates force row level security;
create policy merchant on conversation_updates
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, delete on conversation_updates to :app_role;

-- Why two customers became one.
create table customer_merges (
  merchant_id uuid not null references merchants,
  id uuid not null,
  from_customer_id uuid not null,
  into_customer_id uuid not null,
  reason text not null check (reason in ('whatsapp-reference')),
  evidence jsonb not null,
  created_at timestamptz not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, from_customer_id) references customers (merchant_id, id),
  foreign key (merchant_id, into_customer_id) references customers (merchant_id, id)
);
alter table customer_merges enable row level security;
alter table customer_merges force row level security;
create policy merchant on customer_merges
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert on customer_merges to :app_role;
