import type { Bubble } from '../bubble.ts';
import type { MediaStore } from '../media.ts';
import type { Depiction } from './depict.ts';
import { GraphError } from './errors.ts';

const FETCH_TIMEOUT_MS = 10_000;
const LIMIT_BYTES = 100 * 1024 * 1024;

/**
 * Puts the file of a message in its bubble. A link is fetched first, as Meta does after it has answered;
 * `fetched` says whether that worked.
 * @throws {GraphError} 131009 for an id that was never uploaded.
 */
export function collectMedia(
  store: MediaStore,
  { bubble, media }: Depiction,
): { bubble: Bubble; fetched: Promise<boolean> } {
  if (!media) return { bubble, fetched: Promise.resolve(true) };
  const { kind, ref } = media;
  if (ref.id !== undefined && !store.get(ref.id)) throw new GraphError(131009, `Media ID ${ref.id} does not exist.`);
  const shown = { kind, id: ref.id ?? null, filename: ref.filename, voice: ref.voice };
  const fetched =
    ref.link === undefined
      ? Promise.resolve(true)
      : fetchInto(store, ref.link, id => {
          shown.id = id;
        });
  return { bubble: { ...bubble, media: shown }, fetched };
}

async function fetchInto(store: MediaStore, link: string, found: (id: string) => void): Promise<boolean> {
  try {
    const answer = await fetch(link, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (!answer.ok) return false;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes.length > LIMIT_BYTES) return false;
    const mimeType = answer.headers.get('content-type') ?? 'application/octet-stream';
    found(store.add({ mimeType, bytes, filename: null }).id);
    return true;
  } catch {
    // Whatever the reason, Meta says no more than 131053.
    return false;
  }
}
