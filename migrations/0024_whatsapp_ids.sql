-- WhatsApp named a phone and a business-scoped id as one person's, and they were known as two customers.
alter table customer_merges drop constraint customer_merges_reason_check;
alter table customer_merges add constraint customer_merges_reason_check
  check (reason in ('whatsapp-reference', 'signed-identity', 'order-of-record', 'whatsapp-phone', 'whatsapp-ids')) not valid;
alter table customer_merges validate constraint customer_merges_reason_check;
