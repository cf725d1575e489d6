import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findAgentOfUser, findMerchantOfUser, listAgents } from '../db/agents.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { listNumbers } from '../db/whatsapp-numbers.ts';
import { createAuth } from '../http/auth.ts';
import { inProcessLive } from '../live/in-process.ts';
import { sealer as createSealer } from '../security/seal.ts';
import { openAccessToken } from '../services/connect-whatsapp.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { DEMO_MERCHANT_ID, seedDemo } from './demo.ts';

const sealer = createSealer(Buffer.alloc(32, 1));
const account = {
  appId: '1',
  accessToken: 'token',
  appSecret: 'app secret',
  verifyToken: 'verify token',
  wabaId: '100000000000001',
  numbers: [{ phoneNumberId: '200000000000001', displayPhoneNumber: '+49 30 5557 0100' }],
};

const authOver = (db: Db) => createAuth(db, { secret: 'x'.repeat(32), publicUrl: 'http://127.0.0.1:8787' });
const seed = (db: Db) =>
  seedDemo(
    { db, live: inProcessLive(), now: NOW },
    { auth: authOver(db), sealer, storeOrigins: ['http://127.0.0.1:8788'], account },
  );

describe('the demo', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  const wipe = () =>
    test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${DEMO_MERCHANT_ID}, true)`;
      await sql.unsafe(
        `truncate merchants, directory.merchants, directory.memberships, directory.whatsapp_routes, auth.users cascade`,
      );
    });

  const assertWhole = async () => {
    for (const email of ['agent@woodex.demo', 'jonas@woodex.demo']) {
      const { user } = await authOver(test.appDb).api.signInEmail({ body: { email, password: 'showroom-demo' } });
      assert.equal(await findMerchantOfUser(test.appDb, user.id), DEMO_MERCHANT_ID);
      assert.ok(await withMerchant(test.appDb, DEMO_MERCHANT_ID, tx => findAgentOfUser(tx, user.id)));
    }
    await withMerchant(test.appDb, DEMO_MERCHANT_ID, async tx => {
      assert.equal((await listAgents(tx)).length, 2);
      const [number, ...others] = await listNumbers(tx);
      assert.deepEqual([number?.phoneNumberId, others], ['200000000000001', []]);
      assert.equal(openAccessToken(sealer, DEMO_MERCHANT_ID, number!), 'token');
    });
  };

  it('is whole after the first start, and the second changes nothing', async () => {
    await seed(test.appDb);
    await assertWhole();
    await seed(test.appDb);
    await assertWhole();
  });

  it('is whole after a start that follows on one that was killed, whenever that was', async () => {
    let kills = 0;
    for (let statements = 0; ; statements++) {
      await wipe();
      if (
        await seed(dyingAfter(statements, test.appDb)).then(
          () => true,
          () => false,
        )
      )
        break;
      kills += 1;
      await seed(test.appDb);
      await assertWhole();
    }
    assert.ok(kills > 8, `${kills} moments tried`);
  });
});

/** The database for so many uses of it; a transaction is one. */
function dyingAfter(uses: number, db: Db): Db {
  let left = uses;
  return new Proxy(db, {
    get(target, name) {
      if (['select', 'insert', 'update', 'delete', 'execute', 'transaction'].includes(String(name)) && left-- <= 0) {
        throw new Error('killed');
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
