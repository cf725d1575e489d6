-- As of when each is known: webhooks come in any order, and what is older changes nothing.
alter table whatsapp_templates add status_at timestamptz;
alter table whatsapp_templates add quality_at timestamptz;
alter table whatsapp_templates add category_at timestamptz;
-- Meta's own words of why it was rejected, and what to do.
alter table whatsapp_templates add rejection_words text;
alter table whatsapp_templates add rejection_advice text;
alter table whatsapp_templates add previous_category text;
-- The category that Meta has announced, and from when on.
alter table whatsapp_templates add next_category text;
alter table whatsapp_templates add next_category_at timestamptz;
-- Its text is another one at Meta: it is loaded anew before it is filled again.
alter table whatsapp_templates add stale_since timestamptz;

-- Each merchant with a number has one job that loads the templates, again and again.
do $$
declare merchant uuid;
begin
  for merchant in select merchant_id from directory.merchants loop
    perform set_config('app.merchant_id', merchant::text, true);
    insert into queue.jobs (id, merchant_id, kind, ref, due_at)
      select gen_random_uuid(), merchant, 'templates', merchant, now()
      where exists (select from whatsapp_numbers where merchant_id = merchant)
      on conflict do nothing;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
