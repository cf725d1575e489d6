import { createHash, randomInt } from 'node:crypto';

const URL_LIFE_MS = 5 * 60 * 1000;

export type Media = { id: string; mimeType: string; bytes: Uint8Array<ArrayBuffer>; filename: string | null };

/** Files by Meta's numeric ids, and the short-lived urls under which they are handed out. */
export class MediaStore {
  readonly #byId = new Map<string, Media>();
  readonly #urls = new Map<string, { mediaId: string; until: number }>();

  add(file: Omit<Media, 'id'>): Media {
    const media = { ...file, id: `${randomInt(1e8, 1e9)}${randomInt(1e6, 1e7)}` };
    this.#byId.set(media.id, media);
    return media;
  }

  get(id: string): Media | undefined {
    return this.#byId.get(id);
  }

  delete(id: string): boolean {
    return this.#byId.delete(id);
  }

  /** A path that serves the file for five minutes. */
  issuePath(id: string, now: Date): string {
    const ticket = `${randomInt(1e9, 1e12)}`;
    this.#urls.set(ticket, { mediaId: id, until: now.getTime() + URL_LIFE_MS });
    return `/whatsapp_business/attachments/${ticket}`;
  }

  byTicket(ticket: string, now: Date): Media | undefined {
    const url = this.#urls.get(ticket);
    return url && now.getTime() < url.until ? this.#byId.get(url.mediaId) : undefined;
  }

  clear() {
    this.#byId.clear();
    this.#urls.clear();
  }
}

/** Media objects of the API carry the digest in hex; webhooks carry it in base64. */
export const sha256 = (bytes: Uint8Array, encoding: 'hex' | 'base64') =>
  createHash('sha256').update(bytes).digest(encoding);
