-- Grows with each person whom a portfolio with a limit writes to first: who finds more than they read was overtaken by another number.
create table portfolio_counters (
  merchant_id uuid not null references merchants,
  portfolio_id text not null,
  begun bigint not null,
  primary key (merchant_id, portfolio_id)
) with (fillfactor = 50);
alter table portfolio_counters enable row level security;
alter table portfolio_counters force row level security;
create policy merchant on portfolio_counters
  using (merchant_id = (select current_merchant())) with check (merchant_id = (select current_merchant()));
grant select, insert, update, delete on portfolio_counters to :app_role;

-- Whose numbers a portfolio has: webhooks of its limit name it alone. Several merchants may have accounts of one.
create table directory.whatsapp_portfolios (
  portfolio_id text not null,
  merchant_id uuid not null,
  primary key (portfolio_id, merchant_id)
);
create index whatsapp_portfolios_merchant on directory.whatsapp_portfolios (merchant_id);
grant select, insert, delete on directory.whatsapp_portfolios to :app_role;

-- Row security is forced upon the owner too, so each merchant is entered.
do $$
declare merchant uuid;
begin
  for merchant in select merchant_id from directory.merchants loop
    perform set_config('app.merchant_id', merchant::text, true);
    insert into directory.whatsapp_portfolios (portfolio_id, merchant_id)
      select distinct portfolio_id, merchant_id from whatsapp_numbers
      where merchant_id = merchant and portfolio_id is not null and disconnected_at is null;
  end loop;
  perform set_config('app.merchant_id', '', true);
end $$;
