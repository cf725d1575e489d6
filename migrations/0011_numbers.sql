-- Connecting a Meta app step by step: what was proven so far, so that it can be left and gone on with.
alter table whatsapp_apps add name text;
-- With which numbers are found, registered and watched; each number has its own copy to send with. Null: not given yet.
alter table whatsapp_apps add access_token bytea;
-- Null: it does not end, or Meta does not say.
alter table whatsapp_apps add token_expires_at timestamptz;
alter table whatsapp_apps add token_trouble text;
-- The accounts that the token is for; empty when Meta names none.
alter table whatsapp_apps add account_ids text[] not null default '{}';
-- Webhooks that the secret before this one signed are taken until then.
alter table whatsapp_apps add previous_app_secret bytea;
alter table whatsapp_apps add previous_secret_until timestamptz;
-- SHA-256 of the newest verify token, hex. One older one may be in the directory until this one is used.
alter table whatsapp_apps add verify_token_hash text;
alter table whatsapp_apps add verify_token_made_at timestamptz;
alter table whatsapp_apps add handshake_at timestamptz;
-- When it last sent something genuine, to the minute; and, before it ever did, when something came that its secret had not signed.
alter table whatsapp_apps add heard_at timestamptz;
alter table whatsapp_apps add refused_at timestamptz;
alter table whatsapp_apps add removed_at timestamptz;

alter table whatsapp_numbers add is_default boolean not null default false;
alter table whatsapp_numbers add registered_at timestamptz;
alter table whatsapp_numbers add subscribed_at timestamptz;
-- All steps are done: shoppers are led to it. Null: it is being set up.
alter table whatsapp_numbers add ready_at timestamptz;
alter table whatsapp_numbers add disconnected_at timestamptz;
-- What Meta says of it, in Meta's words.
alter table whatsapp_numbers add verified_name text;
alter table whatsapp_numbers add name_status text;
alter table whatsapp_numbers add quality text;
alter table whatsapp_numbers add tier text;
alter table whatsapp_numbers add meta_status text;
alter table whatsapp_numbers add can_send text;
-- The number is used in the WhatsApp Business app, too.
alter table whatsapp_numbers add is_on_phone boolean not null default false;
alter table whatsapp_numbers add checked_at timestamptz;
alter table whatsapp_numbers add check_trouble text;
create unique index whatsapp_numbers_default on whatsapp_numbers (merchant_id) where is_default;

-- What Meta told of an account or a number that people should read.
create table whatsapp_notices (
  merchant_id uuid not null references merchants,
  id uuid not null,
  waba_id text not null,
  number_id uuid,
  severity text not null check (severity in ('info', 'warning', 'critical')),
  title text not null,
  words text not null,
  at timestamptz not null,
  dismissed_at timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, number_id) references whatsapp_numbers (merchant_id, id)
);
create index whatsapp_notices_open on whatsapp_notices (merchant_id, at desc) where dismissed_at is null;
alter table whatsapp_notices enable row level security;
alter table whatsapp_notices force row level security;
create policy merchant on whatsapp_notices
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on whatsapp_notices to :app_role;

-- What is connected already is in use. Row security is forced upon the owner too, so each merchant is entered.
do $$
declare merchant uuid;
begin
  for merchant in select merchant_id from directory.merchants loop
    perform set_config('app.merchant_id', merchant::text, true);
    update whatsapp_numbers set registered_at = created_at, subscribed_at = created_at, ready_at = created_at,
      is_default = (id = (select min(id::text)::uuid from whatsapp_numbers where merchant_id = merchant))
      where merchant_id = merchant;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
