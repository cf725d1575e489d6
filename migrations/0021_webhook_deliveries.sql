-- What a screen of endpoints shows: which are switched off, what each was told last, and when that is tried next.

alter table webhook_endpoints
  -- Since then it is told nothing until it is switched on again; null: it is on.
  add column off_since timestamptz;

alter table webhook_outbox
  -- When it is tried next; null: it is over, or was told before this was kept.
  add column next_at timestamptz;
create index webhook_outbox_endpoint on webhook_outbox (merchant_id, endpoint_id, created_at desc, id desc);
