import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import postgres from 'postgres';
import { emptyDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { migrate } from './migrator.ts';

const MIGRATIONS = join(import.meta.dirname, '../../migrations');

it('windows that were open before there was one for each number stay open, for the number that was written to last', async () => {
  const database = await emptyDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'woodex-migrations-'));
  const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  const run = () => migrate({ ownerUrl: database.ownerUrl, appRole: 'pg_monitor', folder });
  try {
    for (const name of (await readdir(MIGRATIONS)).filter(name => name < '0025'))
      await cp(join(MIGRATIONS, name), join(folder, name));
    await run();
    const merchants = [await furnish(sql), await furnish(sql)];
    await cp(MIGRATIONS, folder, { recursive: true });
    await run();
    for (const { merchantId, numberId, identityId } of merchants) {
      const rows = await sql.begin(async tx => {
        await tx`select set_config('app.merchant_id', ${merchantId}, true)`;
        return tx`select * from service_windows`;
      });
      const pair = { merchant_id: merchantId, identity_id: identityId, number_id: numberId };
      assert.deepEqual([...rows], [{ ...pair, last_inbound_at: NOW }]);
    }
  } finally {
    await sql.end();
    await database.drop();
    await rm(folder, { recursive: true });
  }
});

/** Somebody who wrote to a number, who has a thread that became part of theirs, and somebody who never wrote. */
const furnish = (sql: postgres.Sql) =>
  sql.begin(async tx => {
    const [merchant, app, number, customer, identity] = Array.from({ length: 5 }, () => randomUUIDv7());
    await tx`select set_config('app.merchant_id', ${merchant!}, true)`;
    const made = { merchant_id: merchant!, created_at: NOW };
    await tx`insert into merchants ${tx({ ...made, name: 'Ash' })}`;
    await tx`insert into directory.merchants (merchant_id) values (${merchant!}) on conflict do nothing`;
    await tx`insert into whatsapp_apps ${tx({ ...made, id: app!, app_id: app!, app_secret: Buffer.from('s') })}`;
    const named = { phone_number_id: number!, waba_id: 'waba', display_phone: '+1', access_token: Buffer.from('s') };
    await tx`insert into whatsapp_numbers ${tx({ ...made, id: number!, whatsapp_app_id: app!, ...named })}`;
    await tx`insert into customers ${tx({ ...made, id: customer!, kind: 'known' })}`;
    const known = { id: identity!, customer_id: customer!, kind: 'wa_id', value: '4915100000001' };
    await tx`insert into customer_identities ${tx({ ...made, ...known })}`;
    const pair = { whatsapp_identity_id: identity!, whatsapp_number_id: number! };
    const thread = { ...made, id: randomUUIDv7(), customer_id: customer!, merged_into: null };
    await tx`insert into whatsapp_conversations ${tx({ ...thread, ...pair, last_whatsapp_inbound_at: NOW })}`;
    const before = { ...thread, id: randomUUIDv7(), merged_into: thread.id };
    const earlier = new Date(NOW.getTime() - 1);
    await tx`insert into whatsapp_conversations ${tx({ ...before, ...pair, last_whatsapp_inbound_at: earlier })}`;
    const other = { ...made, id: randomUUIDv7(), kind: 'guest' };
    await tx`insert into customers ${tx(other)}`;
    await tx`insert into whatsapp_conversations ${tx({ ...made, id: randomUUIDv7(), customer_id: other.id })}`;
    return { merchantId: merchant!, numberId: number!, identityId: identity! };
  });
