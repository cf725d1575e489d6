-- told_phone: what a shop's server says somebody wants to be written to by WhatsApp at, as digits. It is an address, no proof: nobody is
-- recognised by it (no match_key), and it is one only while nobody else is known by WhatsApp under that phone.
alter table customer_identities drop constraint customer_identities_kind_check;
alter table customer_identities add constraint customer_identities_kind_check
  check (kind in ('wa_id', 'bsuid', 'parent_bsuid', 'username', 'shop_account', 'told_phone')) not valid;
alter table customer_identities validate constraint customer_identities_kind_check;
alter table customer_identities add check (kind <> 'told_phone' or match_key is null);
