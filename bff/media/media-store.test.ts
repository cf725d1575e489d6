import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { S3_KEYS, startS3 } from '../testing/s3-server.ts';
import { diskStore } from './disk-store.ts';
import { keyOf, type MediaPlace, type MediaStore } from './media-store.ts';
import { s3Store } from './s3-store.ts';
import { TooLarge, takeIn } from './take-in.ts';

const bytesOf = async (stream: ReadableStream<Uint8Array> | null) =>
  stream && Buffer.from(await new Response(stream).arrayBuffer());

let folder: string;
let s3: Awaited<ReturnType<typeof startS3>>;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'woodex-media-'));
  s3 = await startS3();
});
after(async () => {
  await s3.close();
  await rm(folder, { recursive: true });
});

const stores: [string, () => MediaStore][] = [
  ['a folder', () => diskStore(join(folder, 'kept'))],
  ['a bucket', () => s3Store({ ...S3_KEYS, endpoint: s3.endpoint, bucket: 'files', folder })],
];

for (const [name, open] of stores) {
  describe(name, () => {
    const bytes = randomBytes(300_000);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const place: MediaPlace = { merchantId: randomUUID(), mediaId: randomUUID(), sha256 };
    const keep = async () => {
      const path = join(folder, randomUUID());
      await writeFile(path, bytes);
      await open().keep(place, path);
    };

    it('has nothing before it was given something', async () => {
      assert.equal(await open().read(place), null);
      assert.equal(await open().lend(place, async file => file.size), null);
    });

    it('gives back what it was given, whole, in part, and as a file that is lent', async () => {
      await keep();
      assert.ok((await bytesOf(await open().read(place)))!.equals(bytes));
      const part = await bytesOf(await open().read(place, { start: 10, end: 19 }));
      assert.ok(part!.equals(bytes.subarray(10, 20)));
      const lent = await open().lend(place, async file => Buffer.from(await file.arrayBuffer()));
      assert.ok(lent!.equals(bytes));
    });

    it('takes the same file twice, and forgets it as often as it is asked to', async () => {
      await keep();
      await open().remove(place);
      await open().remove(place);
      assert.equal(await open().read(place), null);
    });

    it('knows no place but ids and a digest', async () => {
      for (const wrong of ['../../etc/passwd', `${place.sha256}/..`, ''])
        await assert.rejects(async () => open().read({ ...place, sha256: wrong }), TypeError);
      assert.throws(() => keyOf({ ...place, merchantId: '..' }), TypeError);
    });
  });
}

describe('a bucket with another secret', () => {
  it('is an error, not an absence', async () => {
    const store = s3Store({ ...S3_KEYS, secretAccessKey: 'wrong', endpoint: s3.endpoint, bucket: 'files', folder });
    const place = { merchantId: randomUUID(), mediaId: randomUUID(), sha256: '0'.repeat(64) };
    await assert.rejects(store.read(place), /403/);
    assert.ok(s3.refused() > 0);
  });
});

describe('taking in', () => {
  async function* pieces(count: number, size: number, seen?: { most: number }) {
    for (let n = 0; n < count; n++) {
      if (seen) seen.most = Math.max(seen.most, process.memoryUsage().arrayBuffers);
      yield new Uint8Array(size);
    }
  }

  it('leaves nothing behind of a file that is too large, and stops at once', async () => {
    const incoming = await mkdtemp(join(folder, 'incoming-'));
    await assert.rejects(takeIn(pieces(100, 1000), { folder: incoming, limit: 4999 }), TooLarge);
    assert.deepEqual(await readdir(incoming), []);
  });

  it('takes exactly as much as it may', async () => {
    const file = await takeIn(pieces(5, 1000), { folder, limit: 5000 });
    assert.equal(file.size, 5000);
    await file.discard();
  });

  it('holds a hundred megabytes in no memory', async () => {
    const [count, size] = [1600, 65_536];
    const before = process.memoryUsage().arrayBuffers;
    const seen = { most: 0 };
    const file = await takeIn(pieces(count, size, seen), { folder, limit: count * size });
    await file.discard();
    assert.equal(file.size, count * size);
    assert.ok(seen.most - before < 50_000_000, `${seen.most - before} bytes`);
  });
});
