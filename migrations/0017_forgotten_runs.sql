-- Its decisions are gone; the row stays, so that the rule does not begin anew for the same cart, quote, order or customer.
alter table automation_runs add column forgotten boolean not null default false;
create index automation_runs_ended on automation_runs (merchant_id, ended_at) where ended_at is not null and not forgotten;
