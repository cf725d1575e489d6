-- former_phone: WhatsApp has said that its owner moved to another number at passed_on_at. What was sent and said by it stays theirs; whoever
-- writes from it later may be anybody. One number can have been several people's.
alter table customer_identities add passed_on_at timestamptz;
alter table customer_identities drop constraint customer_identities_kind_check;
alter table customer_identities add constraint customer_identities_kind_check
  check (kind in ('wa_id', 'bsuid', 'parent_bsuid', 'username', 'shop_account', 'told_phone', 'former_phone')) not valid;
alter table customer_identities validate constraint customer_identities_kind_check;
alter table customer_identities add check ((kind = 'former_phone') = (passed_on_at is not null)) not valid;
alter table customer_identities add check (kind <> 'former_phone' or match_key is null) not valid;
-- A partial index would be no help to whoever looks for identities of several kinds at once.
create unique index customer_identities_known on customer_identities
  (merchant_id, kind, value, (case when kind = 'former_phone' then id end)) nulls not distinct;
alter table customer_identities drop constraint customer_identities_merchant_id_kind_value_key;
