import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findMedia, insertMedia } from '../db/media.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { inProcessLive } from '../live/in-process.ts';
import { diskStore } from '../media/disk-store.ts';
import { type Sealer, sealer } from '../security/seal.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Furnished, furnishMerchant, NOW } from '../testing/merchants.ts';
import { png } from '../testing/sample-files.ts';
import { isMetaAddress, type MediaApi, type MediaBytes } from '../whatsapp/media-api.ts';
import { fetchMedia } from './fetch-media.ts';

const WHOLE = png(8, 8);
const OTHER = 'f'.repeat(64);
const stream = (bytes: Uint8Array, fails = false) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      if (fails) controller.error(new Error('the line broke'));
      else controller.close();
    },
  });

/** What Meta hands out, and what becomes of the file, try by try. */
const ways: [what: string, answers: () => MediaBytes, told: { size?: number; sha256?: string }, ends: string[]][] = [
  ['whole', () => ({ kind: 'open', bytes: stream(WHOLE), size: WHOLE.length }), {}, ['stored']],
  [
    'with another digest, every time',
    () => ({ kind: 'open', bytes: stream(WHOLE), size: null }),
    { sha256: OTHER },
    ['fetching', 'fetching', 'lost damaged'],
  ],
  [
    'cut short, every time',
    () => ({ kind: 'open', bytes: stream(WHOLE.subarray(0, 20)), size: null }),
    { size: WHOLE.length },
    ['fetching', 'fetching', 'lost damaged'],
  ],
  ['broken off', () => ({ kind: 'open', bytes: stream(WHOLE, true), size: null }), {}, ['fetching', 'fetching']],
  [
    'announced beyond 100 MB',
    () => ({ kind: 'open', bytes: stream(WHOLE), size: 100 * 1024 * 1024 + 1 }),
    {},
    ['lost too-large'],
  ],
  ['under an address that is not Meta’s', () => ({ kind: 'foreign' }), {}, ['lost refused']],
  ['under an address that has expired', () => ({ kind: 'expired' }), {}, ['fetching', 'fetching']],
];

describe('a file that Meta hands out', () => {
  let test: TestDatabase;
  let shop: Furnished;
  let folder: string;
  before(async () => {
    test = await testDatabase();
    shop = await furnishMerchant(test.appDb);
    folder = await mkdtemp(join(tmpdir(), 'woodex-fetch-'));
  });
  after(async () => {
    await test.drop();
    await rm(folder, { recursive: true });
  });

  for (const [what, answers, told, ends] of ways) {
    it(`${what} is ${ends.join(', then ')}`, async () => {
      const id = randomUUIDv7();
      const { merchantId, number } = shop;
      await withMerchant(test.appDb, merchantId, tx =>
        insertMedia(tx, { id, state: 'fetching', source: 'whatsapp', numberId: number.id, metaId: id, createdAt: NOW }),
      );
      const api: MediaApi = {
        locate: async () => ({ kind: 'found', url: 'https://lookaside.fbsbx.com/x', ...told }),
        download: async () => answers(),
        upload: async () => ({ kind: 'ambiguous', reason: '' }),
      };
      const open: Sealer = { ...sealer(Buffer.alloc(32)), open: () => 'token' };
      const tools = { api, store: diskStore(join(folder, 'kept')), sealer: open, folder, random: () => 0.5 };
      const context = { db: test.appDb, live: inProcessLive(), now: NOW };
      for (const end of ends) {
        const again = await fetchMedia(context, tools, merchantId, id);
        const row = (await withMerchant(test.appDb, merchantId, tx => findMedia(tx, id)))!;
        assert.equal([row.state, row.reason].filter(Boolean).join(' '), end);
        assert.equal(again !== null, end === 'fetching');
      }
      assert.deepEqual(
        (await readdir(folder)).filter(name => name !== 'kept'),
        [],
      );
    });
  }
});

describe('the hosts that get the token', () => {
  const GRAPH = 'https://graph.facebook.com';
  for (const url of [
    'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1',
    'https://scontent.xx.fbcdn.net/a',
    'https://mmg.whatsapp.net/b',
  ])
    it(`${url} is one`, () => assert.ok(isMetaAddress(url, GRAPH)));
  for (const url of [
    'http://lookaside.fbsbx.com/x',
    'https://lookaside.fbsbx.com.evil.example/x',
    'https://evilfbsbx.com/x',
    'https://lookaside.fbsbx.com:8443/x',
    'https://user@lookaside.fbsbx.com/x',
    'https://127.0.0.1/x',
    'https://[::ffff:169.254.169.254]/latest/meta-data',
    'file:///etc/passwd',
    'https://facebook.com@evil.example/',
    'not an address',
  ])
    it(`${url} is none`, () => assert.ok(!isMetaAddress(url, GRAPH)));
});
