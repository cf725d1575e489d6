import { randomUUID } from 'node:crypto';
import { createWriteStream, openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { keyOf, type MediaPlace, type MediaStore } from './media-store.ts';

export type S3Settings = {
  /** e.g. `https://s3.eu-central-1.amazonaws.com`; the bucket follows in the path, which every S3-compatible store understands. */
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** For files that are lent: a local folder. */
  folder: string;
};

const ANSWER_WITHIN = 120_000;

/** Files in a bucket. @throws Error where the store answers with anything but the file, its absence or a success */
export function s3Store({ endpoint, bucket, folder, ...keys }: S3Settings): MediaStore {
  const client = new AwsClient({ ...keys, service: 's3', retries: 0 });

  async function call(place: MediaPlace, method: string, headers: Record<string, string> = {}, body?: Blob) {
    const signed = await client.sign(`${endpoint}/${bucket}/${keyOf(place)}`, { method, headers });
    const signal = AbortSignal.timeout(ANSWER_WITHIN);
    const response = await fetch(signed.url, {
      method,
      headers: signed.headers,
      redirect: 'error',
      signal,
      ...(body && { body }),
    });
    if (response.ok || response.status === 404) return response;
    await response.body?.cancel();
    throw new Error(`The bucket answered ${method} with ${response.status}.`);
  }

  const read: MediaStore['read'] = async (place, range) => {
    const response = await call(place, 'GET', range && { range: `bytes=${range.start}-${range.end}` });
    if (response.status !== 404 && response.body) return response.body;
    await response.body?.cancel();
    return null;
  };

  return {
    async keep(place, path) {
      // The digest is signed: a store that got other bytes refuses them. A blob of a file is sent with its length, and not held in memory.
      const headers = { 'x-amz-content-sha256': place.sha256, 'content-type': 'application/octet-stream' };
      const response = await call(place, 'PUT', headers, await openAsBlob(path));
      await response.body?.cancel();
      if (!response.ok) throw new Error(`There is no bucket ${bucket}.`);
    },

    read,

    async lend(place, work) {
      const bytes = await read(place);
      if (!bytes) return null;
      const path = join(folder, randomUUID());
      try {
        await pipeline(Readable.fromWeb(bytes as NodeStream), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
        return await work(await openAsBlob(path));
      } finally {
        await rm(path, { force: true });
      }
    },

    async remove(place) {
      await (await call(place, 'DELETE')).body?.cancel();
    },
  };
}
