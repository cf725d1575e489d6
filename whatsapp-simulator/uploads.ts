import { randomBytes } from 'node:crypto';

/** A file that an app gave Meta to look at: what the example of a template's header is made of. */
export type Example = { handle: string; mimeType: string; bytes: Uint8Array<ArrayBuffer> };
type Session = { appId: string; name: string; length: number; mimeType: string };

/** Upload sessions of apps (Graph API, "Resumable Upload"), and what came of them. */
export class Uploads {
  readonly #sessions = new Map<string, Session>();
  readonly #examples = new Map<string, Example>();

  /** Its id has a signature behind a question mark, and is put into an address as it is. */
  open(session: Session): string {
    const id = `upload:${randomBytes(24).toString('base64url')}?sig=${randomBytes(12).toString('base64url')}`;
    this.#sessions.set(id, session);
    return id;
  }

  session(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** The file is whole; its session ends. */
  finish(id: string, bytes: Uint8Array<ArrayBuffer>): Example {
    const { name, mimeType } = this.#sessions.get(id)!;
    this.#sessions.delete(id);
    const parts = [Buffer.from(name).toString('base64'), mimeType, randomBytes(24).toString('base64url'), 'e'];
    const example = { handle: `4:${parts.join(':')}`, mimeType, bytes };
    this.#examples.set(example.handle, example);
    return example;
  }

  example(handle: string): Example | undefined {
    return this.#examples.get(handle);
  }

  clear() {
    this.#sessions.clear();
    this.#examples.clear();
  }
}
