import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import postgres, { type TransactionSql } from 'postgres';
import { findHoles } from '../testing/catalogue.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { testServerUrl } from '../testing/server.ts';

/** [what somebody might do, how, the letter of the assertion that must see it]. APP: the app role. */
const holes: [name: string, sql: string, assertion: string][] = [
  ['a table without row security', 'alter table customers disable row level security', 'A'],
  ['a table without FORCE, whose owner is not bound', 'alter table customers no force row level security', 'A'],
  [
    'a partition that nobody protected',
    `create table parted (merchant_id uuid not null, id uuid, primary key (merchant_id, id)) partition by hash (merchant_id);
     alter table parted enable row level security; alter table parted force row level security;
     create table part partition of parted for values with (modulus 1, remainder 0)`,
    'A',
  ],
  ['a table whose policy went', 'drop policy merchant on customers', 'B'],
  ['a policy that lets everything pass', 'alter policy merchant on customers using (true)', 'C'],
  ['a policy that lets everything be written', 'alter policy merchant on customers with check (true)', 'C'],
  [
    'a policy for ALL without a check',
    `drop policy merchant on customers;
     create policy merchant on customers using (merchant_id = (select current_merchant()))`,
    'C',
  ],
  [
    'a policy for INSERT beside the standard one',
    'create policy more on customers for insert with check (kind is not null)',
    'J',
  ],
  [
    'a policy that is open while no merchant is set',
    `alter policy merchant on customers using (current_merchant() is null or merchant_id = (select current_merchant()))`,
    'J',
  ],
  [
    'a policy that asks again for each row',
    'alter policy merchant on customers using (merchant_id = current_merchant())',
    'J',
  ],
  [
    'a function that falls back to a merchant',
    `create or replace function current_merchant() returns uuid language sql stable parallel safe
     as $$ select coalesce(nullif(current_setting('app.merchant_id', true), ''), '01900000-0000-7000-8000-000000000001')::uuid $$`,
    'J',
  ],
  ['a view that runs as its owner', 'create view all_customers as select * from customers', 'D'],
  ['a materialised view', 'create materialized view counted as select count(*) from customers', 'D'],
  [
    'a function that runs as its owner',
    `create function peek() returns bigint language sql security definer as 'select count(*) from customers'`,
    'E',
  ],
  ['a superuser', 'alter role APP superuser', 'F'],
  ['a role that may bypass row security', 'alter role APP bypassrls', 'F'],
  ['a role that may make roles', 'alter role APP createrole', 'F'],
  ['a role that may replicate', 'alter role APP replication', 'F'],
  ['a membership', 'grant pg_read_all_data to APP', 'F'],
  ['a table that the app role owns', 'create table mine (); alter table mine owner to APP', 'F'],
  [
    'a function that the app role owns',
    `create function f() returns int language sql as 'select 1';
     grant create on schema public to APP; alter function f() owner to APP; revoke create on schema public from APP`,
    'F',
  ],
  ['a schema that the app role may build in', 'grant create on schema public to APP', 'F'],
  ['a schema that everybody may build in', 'grant create on schema public to public', 'F'],
  [
    'a foreign key without the merchant',
    `create unique index by_id on agents (id); alter table agents add constraint loose foreign key (id) references agents (id)`,
    'G',
  ],
  [
    'a foreign key that has the merchant in the wrong place',
    `alter table customers add constraint swapped foreign key (merged_into, merchant_id) references customers (id, merchant_id)`,
    'G',
  ],
  ['a unique index over all merchants', 'create unique index by_email on agents (email)', 'H'],
  ['a unique index with the merchant last', 'create unique index by_email on agents (email, merchant_id)', 'H'],
  [
    'a primary key over all merchants',
    'alter table webhook_inbox drop constraint webhook_inbox_pkey; alter table webhook_inbox add primary key (id)',
    'H',
  ],
  ['a right to truncate', 'grant truncate on customers to APP', 'I'],
  ['a right to put triggers', 'grant trigger on customers to APP', 'I'],
  ['a right to refer', 'grant references on customers to APP', 'I'],
  ['a right to refer to one column', 'grant references (id) on customers to APP', 'I'],
  [
    'a table without a merchant',
    `create table notes (id uuid primary key); alter table notes enable row level security;
     alter table notes force row level security`,
    'K',
  ],
  ['a merchant that may be null', 'create table notes (merchant_id uuid, id uuid primary key)', 'K'],
  ['a table without a primary key', 'create table notes (merchant_id uuid not null)', 'K'],
  ['a bigserial', 'alter table agents add column number bigserial', 'L'],
  ['an identity column', 'alter table queue.jobs add column n bigint generated always as identity', 'L'],
  ['a table nobody listed', 'create table directory.phones (phone text, merchant_id uuid)', 'M'],
  ['a column nobody listed', 'alter table directory.merchants add column name text', 'M'],
  ['a payload in the queue', 'alter table queue.jobs add column payload jsonb', 'M'],
  ['a view outside public', 'create view directory.peek with (security_invoker) as select 1 as one', 'M'],
  ['another schema', 'create schema shadow', 'M'],
  ['a right to rewrite the log', 'grant update on conversation_updates to APP', 'N'],
  ['a right to forget a merge', 'grant delete on customer_merges to APP', 'N'],
  ['a right for everybody', 'grant select on migrations.applied to public', 'N'],
  ['a right on one column', 'grant update (data) on conversation_updates to APP', 'N'],
  ['a right on whatever comes', 'alter default privileges in schema public grant all on tables to APP', 'N'],
];

describe('the catalogue', () => {
  let test: TestDatabase;
  let server: postgres.Sql;
  let appRole: string;

  before(async () => {
    test = await testDatabase();
    appRole = new URL(test.appUrl).username;
    const url = Object.assign(new URL(await testServerUrl()), { pathname: new URL(test.ownerUrl).pathname }).href;
    server = postgres(url, { max: 1, onnotice: () => {} });
  });
  after(async () => {
    await server.end();
    await test.drop();
  });

  it('has no hole', async () => {
    assert.deepEqual(await findHoles(server, appRole), []);
  });

  for (const [name, sql, assertion] of holes) {
    it(`shows ${name} (${assertion})`, async () => {
      const found = await planted(server, sql.replaceAll('APP', `"${appRole}"`), tx => findHoles(tx, appRole));
      const letters = new Set(found.map(hole => hole.assertion[0]));
      assert.ok(letters.has(assertion), `seen by ${[...letters].join(', ') || 'none'}`);
    });
  }

  it('has a planted hole for every assertion', async () => {
    const letters = [...new Set(holes.map(([, , assertion]) => assertion))].sort().join('');
    assert.equal(letters, 'ABCDEFGHIJKLMN');
  });
});

/** Digs in a transaction, looks, and fills all of it again. */
async function planted<T>(server: postgres.Sql, dig: string, look: (tx: TransactionSql) => Promise<T>): Promise<T> {
  const filled = new Error('filled');
  let seen: { value: T } | undefined;
  await server
    .begin(async tx => {
      await tx.unsafe(dig);
      seen = { value: await look(tx) };
      throw filled;
    })
    .catch(error => {
      if (error !== filled) throw error;
    });
  return seen!.value;
}
