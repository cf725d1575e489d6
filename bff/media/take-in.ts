import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileFacts, factsOf, HEAD } from './file-facts.ts';

/** A file that came whole and lies in a folder of ours, under a name of ours. Whoever took it in keeps or discards it. */
export type TakenFile = FileFacts & {
  path: string;
  size: number;
  /** Hex. */
  sha256: string;
  discard(): Promise<void>;
};

/** More bytes came than may; nothing is left of them. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * Writes a stream to a file while counting, hashing and looking at how it begins: never more than a piece of it is in memory.
 * @param limit bytes
 * @throws TooLarge as soon as there is one byte too many, or what the stream throws
 */
export async function takeIn(
  bytes: AsyncIterable<Uint8Array>,
  { folder, limit }: { folder: string; limit: number },
): Promise<TakenFile> {
  const path = join(folder, randomUUID());
  const discard = () => rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  try {
    return { path, ...(await write(file, bytes, limit)), discard };
  } catch (error) {
    await discard();
    throw error;
  } finally {
    await file.close();
  }
}

async function write(file: FileHandle, bytes: AsyncIterable<Uint8Array>, limit: number) {
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    if (size + piece.length > limit) throw new TooLarge();
    if (size < HEAD) head.push(piece.subarray(0, HEAD - size));
    size += piece.length;
    hash.update(piece);
    await file.writeFile(piece);
  }
  return { size, sha256: hash.digest('hex'), ...(await factsOf(Buffer.concat(head))) };
}
