import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { emptyDatabase } from '../testing/database.ts';
import { assertSameSecret, noteResealed } from './installation.ts';

describe('assertSameSecret', () => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  before(async () => {
    database = await emptyDatabase();
  });
  after(() => database.drop());

  const start = (fingerprint: string, ...previous: string[]) =>
    assertSameSecret({ ownerUrl: database.ownerUrl, fingerprint, previous });

  it('lets one secret in: the first, of several that start at once too', async () => {
    const names = ['one', 'two', 'three', 'four'];
    const results = await Promise.allSettled(names.map(name => start(name)));
    const winner = names[results.findIndex(({ status }) => status === 'fulfilled')]!;
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    await start(winner);
    for (const loser of names.filter(name => name !== winner)) {
      await assert.rejects(start(loser), { name: 'SetupError', message: /WOODEX_SECRET/ });
    }
  });

  it('lets another in when the operator has said so', async () => {
    const error: Error = await start('new').then(
      () => assert.fail('it was let in'),
      e => e,
    );
    const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
    await sql.unsafe(/"(.*?)"/.exec(error.message)![1]!);
    await sql.end();
    await start('new');
    await assert.rejects(start('newer'));
  });

  it('goes over to a new secret with the old one at hand, and asks for the old one until all is sealed anew', async () => {
    await start('next', 'new');
    await start('next', 'new');
    await assert.rejects(start('next'), { name: 'SetupError', message: /WOODEX_SECRET_PREVIOUS/ });
    await assert.rejects(start('new'), { name: 'SetupError' });
    await noteResealed(database.ownerUrl);
    await start('next');
    await assert.rejects(start('new'), { name: 'SetupError' });
  });

  it('does not go on to a third secret before the second is everywhere', async () => {
    await start('third', 'next');
    await assert.rejects(start('fourth', 'third'), { name: 'SetupError' });
    await noteResealed(database.ownerUrl);
    await start('fourth', 'third');
  });
});
