import type { Identified } from '../../contract/journey-event.ts';
import type { KeptBox } from './kept.ts';
import { base64url, createQueue } from './queue.ts';

export type Telling = ReturnType<typeof createTelling>;

export type TellingOptions = {
  key: string;
  api: string;
  kept: KeptBox;
  /** The chat's. */
  chatKept: KeptBox;
  signal: AbortSignal;
  /** Another tab was told so. */
  onDenied: () => void;
};

/**
 * All that talks to the server. Loaded with consent, not before: a page that nobody agreed on does not even have it.
 */
export function createTelling(options: TellingOptions) {
  const { api, kept } = options;
  const queue = createQueue(options);
  let isOver = false;

  function hear({ key, newValue }: StorageEvent): void {
    if (key === kept.name && !isOver && (!newValue || kept.read()?.own === false)) options.onDenied();
  }

  /** Null without a secure page. */
  async function journeyId(): Promise<string | null> {
    if (!crypto.subtle) return null;
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(queue.token()));
    return base64url(new Uint8Array(hash));
  }

  /** Forms that carry the browser's name to the shop's server. */
  async function fill(): Promise<void> {
    for (const form of document.querySelectorAll('form[data-woodex-journey]:not(:has([data-woodex-journey-id]))')) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name: form.getAttribute('data-woodex-journey') || 'woodex_journey' });
      input.dataset.woodexJourneyId = '';
      form.append(input);
    }
    const inputs = document.querySelectorAll<HTMLInputElement>('[data-woodex-journey-id]');
    const id = inputs.length && !isOver && (await journeyId());
    for (const input of inputs) input.value = (!isOver && id) || '';
  }
  const fillIn = () => void fill().catch(() => {});

  const { signal } = options;
  addEventListener('storage', hear, { signal });
  addEventListener('online', () => void queue.flush(), { signal });
  // A form may have come later.
  addEventListener('focusin', fillIn, { signal, capture: true, passive: true });

  return {
    ...queue,
    fill: fillIn,
    /** What this browser may be named by: its token's SHA-256, from which nobody finds the token. */
    journeyId,

    begin(...agreed: Parameters<typeof queue.begin>): void {
      queue.begin(...agreed);
      fillIn();
    },

    renew(): void {
      queue.renew();
      fillIn();
    },

    end(): void {
      isOver = true;
      queue.end();
      fillIn();
    },

    /**
     * Who the shopper is, in words signed by the shop's server. When the server does not believe it the console says why. True: this
     * browser is another one's, and has to begin anew.
     */
    async identify(identity: unknown): Promise<boolean> {
      const response = await fetch(`${api}/v1/identify`, {
        method: 'POST',
        body: JSON.stringify({ visitor: queue.token(), identity }),
        headers: { 'content-type': 'application/json' },
        credentials: 'omit',
      });
      const { outcome, detail } = (await response.json()) as Partial<Identified> & { detail?: string };
      if (!response.ok) console.warn('woodex: identify:', detail);
      return outcome === 'renew';
    },
  };
}
