-- Until when a process holds it. Kept beside its place in the line; whoever is killed gives it back, and it is looked at first.
alter table queue.sends add leased_until timestamptz;
create index sends_leased on queue.sends (number_id, leased_until) where leased_until is not null;
