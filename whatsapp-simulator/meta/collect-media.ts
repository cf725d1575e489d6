import type { Bubble } from '../bubble.ts';
import type { MediaStore } from '../media.ts';
import type { Depiction, MediaKind } from './depict.ts';
import { GraphError } from './errors.ts';
import { fits } from './media-limits.ts';

const FETCH_TIMEOUT_MS = 10_000;

/**
 * Puts the file of a message in its bubble. A link is fetched first, as Meta does after it has answered;
 * `fetched` says whether that worked, and whether the file can go as what it is sent as.
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
  const uploaded = ref.id === undefined ? null : store.get(ref.id)!;
  const fetched =
    ref.link === undefined
      ? Promise.resolve(uploaded !== null && fits(kind, uploaded))
      : fetchInto(store, kind, ref.link, id => {
          shown.id = id;
        });
  return { bubble: { ...bubble, media: shown }, fetched };
}

async function fetchInto(
  store: MediaStore,
  kind: MediaKind,
  link: string,
  found: (id: string) => void,
): Promise<boolean> {
  try {
    const answer = await fetch(link, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (!answer.ok) return false;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const mimeType = answer.headers.get('content-type') ?? 'application/octet-stream';
    if (!fits(kind, { mimeType, bytes })) return false;
    found(store.add({ mimeType, bytes, filename: null }).id);
    return true;
  } catch {
    // Whatever the reason, Meta says no more than 131053.
    return false;
  }
}
