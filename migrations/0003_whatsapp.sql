-- A Meta app: its secret signs webhooks. Secrets are sealed (AES-256-GCM, bound to merchant, table, column and row).
create table whatsapp_apps (
  merchant_id uuid not null references merchants,
  id uuid not null,
  app_id text not null,
  app_secret bytea not null,
  created_at timestamptz not null,
  primary key (merchant_id, id)
);
alter table whatsapp_apps enable row level security;
alter table whatsapp_apps force row level security;
create policy merchant on whatsapp_apps
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on whatsapp_apps to :app_role;

create table whatsapp_numbers (
  merchant_id uuid not null references merchants,
  id uuid not null,
  whatsapp_app_id uuid not null,
  phone_number_id text not null,
  waba_id text not null,
  display_phone text not null,
  access_token bytea not null,
  created_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, phone_number_id),
  foreign key (merchant_id, whatsapp_app_id) references whatsapp_apps (merchant_id, id)
);
alter table whatsapp_numbers enable row level security;
alter table whatsapp_numbers force row level security;
create policy merchant on whatsapp_numbers
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on whatsapp_numbers to :app_role;

alter table whatsapp_conversations add foreign key (merchant_id, whatsapp_number_id) references whatsapp_numbers (merchant_id, id);

-- One row per outbound WhatsApp message, written before any byte leaves. Its id travels in biz_opaque_callback_data.
create table deliveries (
  merchant_id uuid not null references merchants,
  id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  -- From which number, and to which of the customer's identities: settled when it is queued.
  number_id uuid not null,
  identity_id uuid not null,
  state text not null default 'queued' check (state in
    ('queued', 'claimed', 'sending', 'unknown', 'accepted', 'sent', 'delivered', 'read', 'played', 'failed')),
  attempt int not null default 0,
  wamid text,
  queued_at timestamptz not null,
  claimed_at timestamptz,
  sending_at timestamptz,
  unknown_at timestamptz,
  accepted_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  played_at timestamptz,
  failed_at timestamptz,
  error_code int,
  error_title text,
  primary key (merchant_id, id),
  unique (merchant_id, message_id),
  unique (merchant_id, wamid),
  foreign key (merchant_id, message_id) references whatsapp_messages (merchant_id, id),
  foreign key (merchant_id, conversation_id) references whatsapp_conversations (merchant_id, id),
  foreign key (merchant_id, number_id) references whatsapp_numbers (merchant_id, id),
  foreign key (merchant_id, identity_id) references customer_identities (merchant_id, id)
);
create index deliveries_conversation_pending on deliveries (merchant_id, conversation_id, id)
  where state in ('queued', 'claimed', 'sending');
alter table deliveries enable row level security;
alter table deliveries force row level security;
create policy merchant on deliveries
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on deliveries to :app_role;

-- What providers told us, as they told it: one row per part of a signed body, kept before it is worked on.
create table webhook_inbox (
  merchant_id uuid not null references merchants,
  id uuid not null,
  source text not null check (source in ('whatsapp')),
  -- The provider's own name for the fact, so that a repeated delivery is one row.
  dedupe_key text not null,
  body text not null,
  received_at timestamptz not null,
  processed_at timestamptz,
  outcome text,
  primary key (merchant_id, id),
  unique (merchant_id, source, dedupe_key)
);
create index webhook_inbox_waiting on webhook_inbox (merchant_id, id) where processed_at is null;
create index webhook_inbox_age on webhook_inbox (merchant_id, processed_at);
-- A status whose message is not known yet waits here until the message is.
create index webhook_inbox_parked on webhook_inbox (merchant_id, dedupe_key text_pattern_ops) where outcome = 'parked';
alter table webhook_inbox enable row level security;
alter table webhook_inbox force row level security;
create policy merchant on webhook_inbox
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on webhook_inbox to :app_role;

-- The short code in a prefilled WhatsApp text that ties a phone to a guest. Bound to the first phone that sends it.
create table whatsapp_references (
  merchant_id uuid not null references merchants,
  id uuid not null,
  code text not null,
  customer_id uuid not null,
  expires_at timestamptz not null,
  used_by text,
  used_at timestamptz,
  created_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, code),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
);
create index whatsapp_references_customer on whatsapp_references (merchant_id, customer_id);
alter table whatsapp_references enable row level security;
alter table whatsapp_references force row level security;
create policy merchant on whatsapp_references
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on whatsapp_references to :app_role;
