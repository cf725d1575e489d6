import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { withMerchant } from '../db/merchant-tx.ts';
import { SEALED_COLUMNS } from '../db/sealed-values.ts';
import { changeNumber, listNumbers } from '../db/whatsapp-numbers.ts';
import { inProcessLive } from '../live/in-process.ts';
import { SealError, sealer } from '../security/seal.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedMerchant } from '../testing/merchants.ts';
import { connectWhatsApp, openAccessToken } from './connect-whatsapp.ts';
import { makeIdentityKey } from './identity-keys.ts';
import { resealAll } from './reseal.ts';

const [first, second] = [randomBytes(32), randomBytes(32)];
const old = sealer(first);
const both = sealer([second, first]);
const fresh = sealer(second);

/** bytea that is nothing sealed. */
const HASHES = ['visitors.token_hash', 'api_keys.key_hash', 'opt_out_receipts.digest'];

describe('changing the secret', () => {
  let test: TestDatabase;
  let merchants: string[];
  before(async () => {
    test = await testDatabase();
    merchants = [await seedMerchant(test.appDb), await seedMerchant(test.appDb)];
    const context = { db: test.appDb, live: inProcessLive(), now: NOW };
    for (const [n, id] of merchants.entries()) {
      const numbers = Array.from({ length: 3 }, (_, k) => ({
        phoneNumberId: `${n}${k}`,
        displayPhone: `+49 30 ${n}${k}`,
      }));
      const secrets = { appSecret: 'secret', verifyToken: `verify ${n}`, accessToken: `token of ${n}` };
      await connectWhatsApp(context, old, id, { appId: `app ${n}`, wabaId: `waba ${n}`, ...secrets, numbers });
      await makeIdentityKey(context, old, id);
    }
  });
  after(() => test.drop());

  const tokens = (id: string, opener: typeof fresh) =>
    withMerchant(test.appDb, id, async tx => (await listNumbers(tx)).map(each => openAccessToken(opener, id, each)));

  it('knows every column that holds something sealed', async () => {
    const rows = await test.ownerSql`select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and data_type = 'bytea' and table_name !~ '_\\d{4}_?\\d{2}$'`;
    const known = [...SEALED_COLUMNS.map(({ name, column }) => `${name}.${column}`), ...HASHES];
    assert.deepEqual(rows.map(({ name }) => name).sort(), known.sort());
  });

  it('goes on with what an end in the middle left, and then finds nothing more to do', async () => {
    const stop = new AbortController();
    stop.abort();
    assert.equal(await resealAll(test.appDb, both, stop.signal), 0);
    assert.equal(await resealAll(test.appDb, both), 2 * (2 + 3 + 1));
    assert.equal(await resealAll(test.appDb, both), 0);
  });

  it('leaves everything to the new secret alone', async () => {
    assert.deepEqual(await tokens(merchants[0]!, fresh), Array(3).fill('token of 0'));
    await assert.rejects(tokens(merchants[1]!, old), { name: 'SealError' });
  });

  it('does not heal what was moved: a token in another row, or of another merchant, stays shut and stops it', async () => {
    const [one, other] = merchants as [string, string];
    const stolen = await withMerchant(test.appDb, one, async tx => (await listNumbers(tx))[0]!);
    const reopened = sealer([first, second]);
    await withMerchant(test.appDb, other, async tx => {
      const [target] = await listNumbers(tx);
      await changeNumber(tx, target!.id, { accessToken: stolen.accessToken });
    });
    await assert.rejects(resealAll(test.appDb, reopened), (error: unknown) => {
      return error instanceof SealError && error.fault === 'not-authentic';
    });
    await assert.rejects(tokens(other, reopened), { name: 'SealError' });
  });
});
