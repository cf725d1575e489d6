-- Agreed to by somebody who has not shown that the phone is theirs: it counts for nothing until the phone says so.
alter table consents add pending boolean not null default false;
-- When the phone was asked.
alter table consents add asked_at timestamptz;
create index consents_pending on consents (merchant_id, customer_id) where pending;

-- How a merchant asks for consent and hears it taken back.
create table consent_settings (
  merchant_id uuid primary key references merchants,
  -- Words of this merchant's customers, besides those that everybody knows.
  stop_words text[] not null,
  start_words text[] not null,
  -- What START means besides taking a STOP back, as customers are told it; null: nothing.
  start_offer text,
  -- Whatever is ticked on a page is confirmed by WhatsApp before it counts.
  confirm_opt_ins boolean not null,
  updated_at timestamptz not null
);
alter table consent_settings enable row level security;
alter table consent_settings force row level security;
create policy merchant on consent_settings
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on consent_settings to :app_role;

-- That somebody who was erased had opted out: known again by a keyed digest of the phone, and by nothing else.
create table opt_out_receipts (
  merchant_id uuid not null references merchants,
  digest bytea not null,
  topic text not null check (topic in ('marketing', 'all')),
  source text not null check (source in
    ('typed-word', 'button', 'meta-preference', 'meta-error', 'checkbox', 'agent', 'api', 'import')),
  at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (merchant_id, digest, topic)
);
alter table opt_out_receipts enable row level security;
alter table opt_out_receipts force row level security;
create policy merchant on opt_out_receipts
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update on opt_out_receipts to :app_role;
