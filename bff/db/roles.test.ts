import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { emptyDatabase } from '../testing/database.ts';
import { openDatabase } from './connection.ts';
import { appRoleName, assertSafeAppRole, ensureAppRole } from './roles.ts';

const secret = Buffer.alloc(32, 7);

describe('appRoleName', () => {
  it('carries the name of the database', () => {
    assert.equal(appRoleName('shop'), 'woodex_app_shop');
  });

  it('fits into 63 bytes and stays different for names that begin alike', () => {
    const [one, other] = [appRoleName(`${'ü'.repeat(40)}1`), appRoleName(`${'ü'.repeat(40)}2`)];
    assert.ok(Buffer.byteLength(one) <= 63);
    assert.notEqual(one, other);
    assert.doesNotMatch(one, /\uFFFD/);
  });
});

describe('the app role', () => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let server: postgres.Sql;
  let role: string;
  let appUrl: string;

  before(async () => {
    database = await emptyDatabase();
    server = postgres(asIn(database.ownerUrl, database.serverUrl), { max: 1, onnotice: () => {} });
    const made = await Promise.all([1, 2].map(() => ensureAppRole({ ownerUrl: database.ownerUrl, secret })));
    assert.deepEqual(made[0], made[1], 'two nodes that start at once agree');
    ({ appRole: role, appUrl } = made[0]!);
  });
  after(async () => {
    await server.unsafe(`drop owned by "${role}"`);
    await server.unsafe(`drop role "${role}"`);
    await server.end();
    await database.drop();
  });

  const check = async (url = appUrl) => {
    const { sql } = openDatabase(url, { max: 1 });
    try {
      return await assertSafeAppRole(sql);
    } finally {
      await sql.end();
    }
  };

  it('is safe as it is made', async () => {
    assert.deepEqual(await check(), []);
  });

  const holes: [name: string, dig: string, fill: string, says: RegExp][] = [
    ['a superuser', 'alter role ROLE superuser', 'alter role ROLE nosuperuser', /is a superuser/],
    ['one that may bypass row security', 'alter role ROLE bypassrls', 'alter role ROLE nobypassrls', /may bypass/],
    ['an owner', 'create table t (); alter table t owner to ROLE', 'drop table t', /owns public\.t/],
    [
      'a member of another role',
      'grant pg_read_all_data to ROLE',
      'revoke pg_read_all_data from ROLE',
      /is a member of/,
    ],
  ];
  for (const [name, dig, fill, says] of holes) {
    it(`is refused when it is ${name}`, async () => {
      await server.unsafe(dig.replaceAll('ROLE', `"${role}"`));
      try {
        await assert.rejects(check(), { name: 'SetupError', message: says });
      } finally {
        await server.unsafe(fill.replaceAll('ROLE', `"${role}"`));
      }
      assert.deepEqual(await check(), []);
    });
  }

  it('gets the new password when the secret has changed', async () => {
    const next = await ensureAppRole({ ownerUrl: database.ownerUrl, secret: Buffer.alloc(32, 8) });
    assert.notEqual(next.appUrl, appUrl);
    await check(next.appUrl);
    await ensureAppRole({ ownerUrl: database.ownerUrl, secret });
  });

  it('is named by the operator where the owner may not create roles', async () => {
    await assert.rejects(ensureAppRole({ ownerUrl: appUrl, secret, role: 'woodex_nobody' }), {
      name: 'SetupError',
      message: /DATABASE_APP_URL/,
    });
    const given = await ensureAppRole({ ownerUrl: appUrl, secret, appUrl: 'postgres://shop%2Dapp:x@db/shop' });
    assert.equal(given.appRole, 'shop-app');
  });
});

/** `url`'s login on the database of `where`. */
function asIn(where: string, url: string): string {
  return Object.assign(new URL(url), { pathname: new URL(where).pathname }).href;
}
