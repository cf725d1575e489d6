-- In which line a part waits: those of one line are worked on one after the other, as they came. Null: its turn does not matter.
alter table webhook_inbox add line uuid;
drop index webhook_inbox_waiting;
create index webhook_inbox_waiting on webhook_inbox (merchant_id, coalesce(line, id), id) where processed_at is null;
-- The next job of each merchant is found without reading what waits behind it; taking a job stays within its page.
create index jobs_turn on queue.jobs (kind, merchant_id, due_at, id);
alter table queue.jobs set (fillfactor = 70);
