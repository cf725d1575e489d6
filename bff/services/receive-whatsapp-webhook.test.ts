import assert from 'node:assert/strict';
import { createHmac, randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { withMerchant } from '../db/merchant-tx.ts';
import { addPortfolio } from '../db/portfolios.ts';
import { insertApp } from '../db/whatsapp-apps.ts';
import { insertRoute } from '../db/whatsapp-numbers.ts';
import { inProcessLive } from '../live/in-process.ts';
import { type Sealer, sealer } from '../security/seal.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedMerchant } from '../testing/merchants.ts';
import { asOwner } from '../testing/planting.ts';
import { appPlace } from './connect-whatsapp.ts';
import { webhookReceiver } from './receive-whatsapp-webhook.ts';

const APPS = 120;
const TRIED = 50;

/** Meta tells of a portfolio's limit: it names the portfolio where it names an account elsewhere. */
const capabilityOf = (portfolioId: string, limit: number) =>
  Buffer.from(
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: portfolioId,
          time: 1773143900,
          changes: [{ field: 'business_capability_update', value: { max_daily_conversations_per_business: limit } }],
        },
      ],
    }),
  );

describe('a webhook that names no account, where many apps are connected', () => {
  let test: TestDatabase;
  let merchants: string[];
  let receive: (body: Buffer, by: number) => Promise<boolean>;
  let opened: number;
  const real = sealer(Buffer.alloc(32, 7));
  const counting: Sealer = {
    ...real,
    open(...given) {
      opened += 1;
      return real.open(...given);
    },
  };

  before(async () => {
    test = await testDatabase();
    merchants = [];
    for (let n = 0; n < APPS; n++) {
      const merchantId = await seedMerchant(test.appDb);
      const id = randomUUIDv7();
      await withMerchant(test.appDb, merchantId, async tx => {
        const appId = String(n).padStart(6, '0');
        const appSecret = real.seal(`secret ${n}`, appPlace(merchantId, id, 'app_secret'));
        await insertApp(tx, { id, appId, appSecret, heardAt: NOW, now: NOW });
        await insertRoute(tx, { kind: 'app', externalId: appId, rowId: id });
      });
      merchants.push(merchantId);
    }
  });
  after(() => test.drop());
  beforeEach(() => {
    const receiver = webhookReceiver(counting);
    const context = { db: test.appDb, live: inProcessLive(), now: NOW };
    receive = (body, by) => {
      opened = 0;
      const signature = `sha256=${createHmac('sha256', `secret ${by}`).update(body).digest('hex')}`;
      return receiver(context, body, signature);
    };
  });

  const know = (n: number, portfolioId: string) =>
    withMerchant(test.appDb, merchants[n]!, tx => addPortfolio(tx, portfolioId));
  const kept = async (n: number, text: string) => {
    const rows = await asOwner(test.ownerSql, merchants[n]!, tx => tx`select body from webhook_inbox`);
    return rows.filter(({ body }) => (body as string).includes(text)).length;
  };

  it('is taken at once when it names a portfolio that is known, whichever app of many signed it', async () => {
    await know(117, 'portfolio 1');
    assert.equal(await receive(capabilityOf('portfolio 1', 250), 117), true);
    assert.equal(opened, 1);
    assert.equal(await kept(117, 'portfolio 1'), 1);
  });

  it('goes to the one whose app signed it, of several with accounts of the portfolio', async () => {
    await know(60, 'portfolio 2');
    await know(118, 'portfolio 2');
    assert.equal(await receive(capabilityOf('portfolio 2', 250), 118), true);
    assert.deepEqual([await kept(60, 'portfolio 2'), await kept(118, 'portfolio 2')], [0, 1]);
    assert.equal(await receive(capabilityOf('portfolio 2', 251), 60), true);
    assert.deepEqual([await kept(60, 'portfolio 2'), await kept(118, 'portfolio 2')], [1, 1]);
  });

  it('is taken from who does not know that portfolio yet, when others do', async () => {
    await know(119, 'portfolio 3');
    assert.equal(await receive(capabilityOf('portfolio 3', 250), 3), true);
    assert.deepEqual([await kept(3, 'portfolio 3'), await kept(119, 'portfolio 3')], [1, 0]);
  });

  it('is taken the sooner or later when it names nobody: Meta repeats it, and each time goes on with the next apps', async () => {
    const body = capabilityOf('nobody', 250);
    const taken: boolean[] = [];
    for (let n = 0; n < 4; n++) {
      taken.push(await receive(body, 110));
      assert.ok(opened <= TRIED, `${opened} secrets were tried`);
    }
    assert.deepEqual(taken, [false, false, true, false]);
    assert.equal(await kept(110, 'nobody'), 1);
  });

  it('costs no more than so many tries when it is forged, whatever portfolio it names', async () => {
    for (let n = 0; n < 60; n++) await know(n, 'portfolio 4');
    assert.equal(await receive(capabilityOf('portfolio 4', 250), -1), false);
    assert.equal(opened, TRIED);
    assert.equal(
      await receive(capabilityOf('portfolio 4', 250), 55),
      true,
      'more than are tried at once have turns, too',
    );
  });
});
