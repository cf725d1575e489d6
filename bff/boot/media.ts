import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { DAY } from '../domain/duration.ts';
import { diskStore } from '../media/disk-store.ts';
import type { MediaStore } from '../media/media-store.ts';
import { s3Store } from '../media/s3-store.ts';
import type { Settings } from './settings.ts';

/** Where files are kept: in a bucket if one is set, else in a folder. `mediaFolder`: where they lie while they come. */
export async function openMediaStore(
  settings: Settings,
  dataDir: string,
  clock: Clock,
): Promise<{ mediaStore: MediaStore; mediaFolder: string }> {
  const folder = settings.WOODEX_MEDIA_DIR ? resolve(settings.WOODEX_MEDIA_DIR) : join(dataDir, 'media');
  const incoming = join(folder, 'incoming');
  await clear(incoming, new Date(clock.now().getTime() - DAY));
  // On the same disk, so that what came whole is only renamed; of this start alone, for others may share the disk.
  const mediaFolder = join(incoming, randomUUID());
  await mkdir(mediaFolder, { recursive: true });
  return { mediaStore: storeOf(settings, folder, mediaFolder), mediaFolder };
}

/** What servers left behind that were killed. */
async function clear(incoming: string, before: Date): Promise<void> {
  for (const name of await readdir(incoming).catch(() => [])) {
    const path = join(incoming, name);
    const info = await stat(path).catch(() => null);
    if (info && info.mtime < before) await rm(path, { recursive: true, force: true });
  }
}

function storeOf(settings: Settings, folder: string, mediaFolder: string): MediaStore {
  const {
    WOODEX_S3_BUCKET: bucket,
    WOODEX_S3_ENDPOINT: endpoint,
    WOODEX_S3_REGION: region,
    WOODEX_S3_ACCESS_KEY_ID: accessKeyId,
    WOODEX_S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = settings;
  if (!bucket || !endpoint || !accessKeyId || !secretAccessKey) return diskStore(folder);
  return s3Store({ bucket, endpoint, region, accessKeyId, secretAccessKey, folder: mediaFolder });
}
