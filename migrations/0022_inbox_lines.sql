-- The first of a line is found by its line as it stands: under row-level security Postgres looks nothing up by an expression that is not
-- proven to keep quiet, and each look read all that waited.
drop index webhook_inbox_waiting;
create index webhook_inbox_waiting on webhook_inbox (merchant_id, line, id) where processed_at is null;
