import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../testing/eventually.ts';
import { META, type MetaWorld, REGISTERED, startMetaWorld } from '../../testing/meta-world.ts';

const PORTFOLIO = '2729063490586005';

describe('a portfolio that Meta did not tell of when its number was connected', () => {
  let world: MetaWorld;
  before(async () => {
    world = await startMetaWorld();
    const { app } = await world.connect();
    const { verifyToken } = (await world.owner.call('POST', `/apps/${app}/verify-token`)).json;
    await world.configure({
      ...{ webhookUrl: `${world.app.url}/webhooks/whatsapp`, numbers: REGISTERED, subscribed: true },
      ...{ verifyToken, portfolioId: PORTFOLIO },
    });
  });
  after(() => world.stop());

  const limitBecomes = (limit: number) =>
    eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      return (await world.owner.state()).numbers[0]!.messagingLimit === limit;
    }, `a limit of ${limit}`);
  const known = () => world.app.test.ownerSql`select portfolio_id from directory.whatsapp_portfolios`;

  it('is found out when Meta tells of its limit, and known from then on', async () => {
    assert.deepEqual([...(await known())], []);
    await world.drive('PATCH', `/account/${META.wabaId}`, { messagingLimit: 'TIER_2K' });
    await limitBecomes(2000);
    assert.deepEqual([...(await known())], [{ portfolio_id: PORTFOLIO }]);
    await world.drive('PATCH', `/account/${META.wabaId}`, { messagingLimit: 'TIER_10K' });
    await limitBecomes(10_000);
  });
});
