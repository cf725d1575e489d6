-- What each customer's events come to, so that a step more is added to it instead of reading a long past anew. It can be made anew at any
-- time; a merge takes it away.
create table journey_summaries (
  merchant_id uuid not null references merchants,
  customer_id uuid not null,
  -- By which rules and score table it was made.
  basis text not null,
  -- Whose events are in it.
  subjects uuid[] not null,
  summary json not null,
  primary key (merchant_id, customer_id),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
) with (fillfactor = 70);
alter table journey_summaries enable row level security;
alter table journey_summaries force row level security;
create policy merchant on journey_summaries
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on journey_summaries to :app_role;

-- Since when events may be new: nothing older has come. Null: anything may have.
alter table queue.journey_marks add column since timestamptz;
