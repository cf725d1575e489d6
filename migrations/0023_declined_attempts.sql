-- Meta said of it that it did not arrive, and the message goes once more: what is told late of that attempt, its acceptance among it, must
-- not pass for the next one.
alter table deliveries add column declined_attempt integer not null default 0;
