import type { MessageContent } from '../../contract/message.ts';
import type { ShopperContent } from '../../contract/outgoing.ts';

/** A message that the server has not confirmed yet. `failed`: the problem code for which it was refused for good. */
export type Outgoing = {
  readonly clientId: string;
  /** Empty where there is other content. */
  readonly text: string;
  /** What is sent in place of text, and how it is shown until then. */
  readonly content?: { readonly sent: ShopperContent; readonly shown: MessageContent };
  /** The message that it answers. */
  readonly replyTo?: string;
  /** ISO 8601. */
  readonly at: string;
  readonly page?: { url: string; title: string };
  readonly failed?: string;
};

/** All that is kept in the browser: one localStorage entry per merchant, written at the shopper's first act, never before. */
export type Saved = {
  readonly token?: string;
  readonly conversation?: string;
  readonly outbox: readonly Outgoing[];
  /** The last `clientId`s that are settled, so that the tab which wrote them does not put them back. */
  readonly settled?: readonly string[];
};

export type SavedBox = {
  read: () => Saved;
  /** Reads, changes and writes at once, so that tabs do not overwrite each other. */
  update: (change: (saved: Saved) => Saved) => void;
  /** Nothing is left of it. */
  clear: () => void;
};

/** Also works where storage is absent, full or forbidden: then for the life of the page. */
export function createSaved(name: string, storage: Storage | undefined): SavedBox {
  let memory: Saved = { outbox: [] };
  let isStored = true;
  return {
    read() {
      if (!storage || !isStored) return memory;
      try {
        return parse(storage.getItem(name));
      } catch {
        return memory;
      }
    },
    update(change) {
      memory = change(this.read());
      try {
        storage?.setItem(name, JSON.stringify(memory));
        isStored = true;
      } catch {
        isStored = false;
      }
    },
    clear() {
      memory = { outbox: [] };
      try {
        storage?.removeItem(name);
      } catch {
        // Nothing could be kept there either.
      }
    },
  };
}

/** Whatever somebody else may have written there. */
function parse(text: string | null): Saved {
  try {
    const { token, conversation, outbox, settled } = JSON.parse(text ?? '{}') as Saved;
    return {
      token: typeof token === 'string' ? token : undefined,
      conversation: typeof conversation === 'string' ? conversation : undefined,
      settled: Array.isArray(settled) ? settled : [],
      outbox: Array.isArray(outbox)
        ? outbox.filter(it => typeof it?.clientId === 'string' && typeof it.text === 'string')
        : [],
    };
  } catch {
    return { outbox: [] };
  }
}
