-- Meta's service window is one for each of our numbers and each person who writes to it: when that person last wrote, or called, by
-- WhatsApp's stamp. What the conversation keeps beside it says where the customer is, and opens nothing.
create table service_windows (
  merchant_id uuid not null references merchants,
  identity_id uuid not null,
  number_id uuid not null,
  last_inbound_at timestamptz not null,
  primary key (merchant_id, identity_id, number_id),
  foreign key (merchant_id, identity_id) references customer_identities (merchant_id, id) on delete cascade,
  foreign key (merchant_id, number_id) references whatsapp_numbers (merchant_id, id)
) with (fillfactor = 70);
alter table service_windows enable row level security;
alter table service_windows force row level security;
create policy merchant on service_windows
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on service_windows to :app_role;

-- Of each conversation the window between the pair that its answers go between is known. Row security is forced upon the owner too, so
-- each merchant is entered.
do $$
declare merchant uuid;
begin
  for merchant in select merchant_id from directory.merchants loop
    perform set_config('app.merchant_id', merchant::text, true);
    insert into service_windows (merchant_id, identity_id, number_id, last_inbound_at)
      select merchant_id, whatsapp_identity_id, whatsapp_number_id, max(last_whatsapp_inbound_at) from whatsapp_conversations
      where merchant_id = merchant and whatsapp_identity_id is not null and whatsapp_number_id is not null
        and last_whatsapp_inbound_at is not null
      group by 1, 2, 3;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
