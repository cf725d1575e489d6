import { createReadStream, openAsBlob } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { keyOf, type MediaPlace, type MediaStore } from './media-store.ts';

/** Files in a folder of this machine. Several nodes may share it, as a network volume. */
export function diskStore(folder: string): MediaStore {
  const pathOf = (place: MediaPlace) => join(folder, keyOf(place));

  return {
    async keep(place, path) {
      const target = pathOf(place);
      await mkdir(dirname(target), { recursive: true });
      await sync(path);
      await rename(path, target);
      // The name is safe only when the folder is written, too.
      await sync(dirname(target));
    },

    async read(place, range) {
      const path = pathOf(place);
      if (!(await isFile(path))) return null;
      return Readable.toWeb(createReadStream(path, range)) as NodeStream<Uint8Array> as ReadableStream<Uint8Array>;
    },

    async lend(place, work) {
      const path = pathOf(place);
      return (await isFile(path)) ? work(await openAsBlob(path)) : null;
    },

    async remove(place) {
      await rm(pathOf(place), { force: true });
    },
  };
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } catch (error) {
    // Windows syncs no folder.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM' && (error as NodeJS.ErrnoException).code !== 'EISDIR')
      throw error;
  } finally {
    await file.close();
  }
}

const isFile = (path: string) =>
  stat(path).then(
    info => info.isFile(),
    () => false,
  );
