-- Whom a message is from decides how soon it goes, whether consent is asked for, and what happens when its answer is lost.
alter table deliveries add purpose text not null default 'reply' check (purpose in ('reply', 'transactional', 'marketing'));
alter table deliveries alter purpose drop default;
-- Not sent any more from then on.
alter table deliveries add expires_at timestamptz;
alter table deliveries add held_at timestamptz;
-- How often it was sent again without knowing whether it had arrived before.
alter table deliveries add resends int not null default 0;
-- Attempts that ended without an acceptance, and what people decided: [{at, attempt, what, code?, words?}].
alter table deliveries add history jsonb not null default '[]';
-- Why it is not sent yet, and when it is looked at again; null when it is simply next in line.
alter table deliveries add waits_for text;
alter table deliveries add waits_until timestamptz;
-- A claim is a lease in queue.sends, not a state.
alter table deliveries drop constraint deliveries_state_check;
alter table deliveries add check (state in
  ('queued', 'sending', 'unknown', 'held', 'accepted', 'sent', 'delivered', 'read', 'played', 'failed'));
drop index deliveries_conversation_pending;
alter table deliveries drop claimed_at;
-- No index speaks of the state, so that the five or six changes of a row's life stay within its page.
alter table deliveries set (fillfactor = 60);
create index deliveries_held on deliveries (merchant_id, held_at desc, id) where held_at is not null;
create index deliveries_failed on deliveries (merchant_id, failed_at desc, id) where failed_at is not null;
create index deliveries_of_conversation on deliveries (merchant_id, conversation_id, id);

-- What is to be sent, or to be looked at: one row per delivery until it is accepted, failed or held. Ids only, as in queue.jobs.
create table queue.sends (
  delivery_id uuid primary key,
  merchant_id uuid not null,
  number_id uuid not null,
  conversation_id uuid not null,
  -- 0 reply, 1 transactional, 2 marketing
  priority smallint not null,
  -- Of a claimed one: when its lease ends.
  due_at timestamptz not null,
  -- Grows with each claim: who has lost the lease can neither begin nor settle.
  fence bigint not null default 0,
  -- A later message of the conversation waits for it. One whose answer was lost keeps nobody waiting.
  blocks boolean not null default true
) with (fillfactor = 60);
create index sends_due on queue.sends (number_id, priority, due_at, delivery_id);
create index sends_of_conversation on queue.sends (conversation_id, delivery_id);
grant select, insert, update, delete on queue.sends to :app_role;

-- One per number: its pace, kept in one place for all processes. Locked while somebody claims from it.
create table queue.lanes (
  number_id uuid primary key,
  merchant_id uuid not null,
  -- The first free slot. A claim takes the slots of what it claims.
  next_at timestamptz not null,
  -- Messages a second at present: below the number's own throughput after Meta said that it was too many.
  pace real not null,
  -- Nothing goes before; infinity while the number is stopped.
  open_at timestamptz not null,
  marketing_open_at timestamptz not null,
  served_at timestamptz not null
) with (fillfactor = 50);
grant select, insert, update, delete on queue.lanes to :app_role;

-- When the next message of a number may go to the same person: the theoretical arrival time of GCRA.
create table queue.pairs (
  merchant_id uuid not null,
  number_id uuid not null,
  identity_id uuid not null,
  next_at timestamptz not null,
  primary key (number_id, identity_id)
) with (fillfactor = 70);
create index pairs_age on queue.pairs (merchant_id, next_at);
grant select, insert, update, delete on queue.pairs to :app_role;

alter table whatsapp_numbers add throughput int not null default 80 check (throughput > 0);
-- The business portfolio, whose messaging limit all its numbers share; the account stands in for it until it is known.
alter table whatsapp_numbers add portfolio_id text;
-- Different people a day whom the business may write to first; null: no limit, or not known.
alter table whatsapp_numbers add messaging_limit int check (messaging_limit > 0);
alter table whatsapp_numbers add sending text not null default 'on' check (sending in ('on', 'no-marketing', 'stopped'));
alter table whatsapp_numbers add stop_code int;
alter table whatsapp_numbers add stop_reason text;
alter table whatsapp_numbers add stopped_at timestamptz;
alter table whatsapp_numbers add resumes_at timestamptz;

-- Whom a portfolio has written to first, and since when that person counts: for 24 hours.
create table portfolio_recipients (
  merchant_id uuid not null references merchants,
  portfolio_id text not null,
  identity_id uuid not null,
  counted_at timestamptz not null,
  primary key (merchant_id, portfolio_id, identity_id),
  foreign key (merchant_id, identity_id) references customer_identities (merchant_id, id) on delete cascade
);
create index portfolio_recipients_age on portfolio_recipients (merchant_id, counted_at);
alter table portfolio_recipients enable row level security;
alter table portfolio_recipients force row level security;
create policy merchant on portfolio_recipients
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on portfolio_recipients to :app_role;

-- How many of them began to count in each ten minutes: a day's sum is 145 rows, whatever the limit.
create table portfolio_usage (
  merchant_id uuid not null references merchants,
  portfolio_id text not null,
  began_at timestamptz not null,
  recipients int not null,
  primary key (merchant_id, portfolio_id, began_at)
);
alter table portfolio_usage enable row level security;
alter table portfolio_usage force row level security;
create policy merchant on portfolio_usage
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on portfolio_usage to :app_role;

-- Who agreed to what, who took it back, and how we know: never changed, only added to.
create table consents (
  merchant_id uuid not null references merchants,
  id uuid not null,
  customer_id uuid not null,
  -- The phone or WhatsApp id it was said with; null when it was said elsewhere.
  identity_id uuid,
  -- all: everything that is not an answer to what the customer writes.
  topic text not null check (topic in ('marketing', 'all')),
  action text not null check (action in ('opt-in', 'opt-out')),
  source text not null check (source in
    ('typed-word', 'button', 'meta-preference', 'meta-error', 'checkbox', 'agent', 'api', 'import')),
  -- What the customer was shown or wrote, word for word.
  wording text,
  -- Where that can be looked up: a message id, a page, a request id, an address.
  proof jsonb not null default '{}',
  -- The same fact told again is the same row.
  dedupe_key text,
  at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, dedupe_key),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id),
  foreign key (merchant_id, identity_id) references customer_identities (merchant_id, id)
);
create index consents_customer on consents (merchant_id, customer_id, at);
alter table consents enable row level security;
alter table consents force row level security;
create policy merchant on consents
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on consents to :app_role;

-- Message templates as Meta knows them.
create table whatsapp_templates (
  merchant_id uuid not null references merchants,
  id uuid not null,
  waba_id text not null,
  meta_id text,
  name text not null,
  language text not null,
  category text not null,
  status text not null,
  quality text,
  parameter_format text not null default 'POSITIONAL' check (parameter_format in ('POSITIONAL', 'NAMED')),
  -- Meta's own shape: [{type: HEADER|BODY|FOOTER|BUTTONS, …}].
  components jsonb not null,
  rejected_reason text,
  -- Meta gives no end of a pause; it is looked at again then.
  paused_until timestamptz,
  synced_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, waba_id, name, language)
);
create index whatsapp_templates_meta on whatsapp_templates (merchant_id, meta_id);
alter table whatsapp_templates enable row level security;
alter table whatsapp_templates force row level security;
create policy merchant on whatsapp_templates
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on whatsapp_templates to :app_role;

-- What waited as a job waits as a send. Row security is forced upon the owner too, so each merchant is entered.
do $$
declare merchant uuid;
begin
  for merchant in select merchant_id from directory.merchants loop
    perform set_config('app.merchant_id', merchant::text, true);
    insert into queue.lanes (number_id, merchant_id, next_at, pace, open_at, marketing_open_at, served_at)
      select id, merchant_id, 'epoch', throughput, '-infinity', '-infinity', 'epoch' from whatsapp_numbers;
    insert into queue.sends (delivery_id, merchant_id, number_id, conversation_id, priority, due_at)
      select id, merchant_id, number_id, conversation_id, 0, queued_at from deliveries where state in ('queued', 'sending');
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
delete from queue.jobs where kind = 'delivery';
