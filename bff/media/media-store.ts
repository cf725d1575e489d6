/** A file as it is kept: whose it is, which row, and the SHA-256 of its bytes in hex. */
export type MediaPlace = { merchantId: string; mediaId: string; sha256: string };

/** Both ends count: 0 to 0 is the first byte. */
export type ByteRange = { start: number; end: number };

/** Where the bytes of messages' files are. What it does not have is null, never an error. */
export type MediaStore = {
  /** Keeps the file at `path`, which may be gone afterwards. Doing it again changes nothing; when it answers, the bytes are safe. */
  keep(place: MediaPlace, path: string): Promise<void>;
  /** The bytes as a stream; what nobody reads to its end must be cancelled. */
  read(place: MediaPlace, range?: ByteRange): Promise<ReadableStream<Uint8Array> | null>;
  /** The whole file for as long as `work` takes, without holding it in memory. */
  lend<T>(place: MediaPlace, work: (file: Blob) => Promise<T>): Promise<T | null>;
  remove(place: MediaPlace): Promise<void>;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DIGEST = /^[0-9a-f]{64}$/;

/**
 * The name of a file in any store. It is made of ids and a digest alone: nothing that somebody wrote is part of a path. Two rows with the
 * same bytes have a file each, so that erasing one never touches the other.
 * @throws TypeError for anything that is not an id or a digest
 */
export function keyOf({ merchantId, mediaId, sha256 }: MediaPlace): string {
  if (!UUID.test(merchantId) || !UUID.test(mediaId) || !DIGEST.test(sha256))
    throw new TypeError('not a place of a file');
  return `${merchantId}/${sha256.slice(0, 2)}/${sha256}-${mediaId}`;
}
