import type { CommerceFact } from './facts.ts';

export type Outbox = {
  /** Takes a fact; it is told as soon as the CRM can be reached, in the order of taking. Never throws, never waits. */
  tell(fact: CommerceFact): void;
  /** Resolves when everything taken so far was told or refused. */
  settled(): Promise<void>;
  close(): void;
};

type Options = {
  /** Origin of the CRM. */
  url: string;
  apiKey: string;
  /** One line of text for whoever runs the shop. */
  log: (line: string) => void;
  /** Milliseconds before attempt n (1, 2, …) is repeated. */
  pause?: (attempt: number) => number;
};

const MOST_AT_ONCE = 100;
const ANSWER_WITHIN = 10_000;

/**
 * What the shop has to tell the CRM. The shop never waits for it: a CRM that is down is told later, and a fact told twice is one
 * there, since it has its own id. What the CRM refuses for good is logged and left out.
 */
export function openOutbox({ url, apiKey, log, pause = spread }: Options): Outbox {
  const waiting: CommerceFact[] = [];
  const closed = new AbortController();
  let running: Promise<void> | undefined;

  async function run() {
    let attempt = 0;
    while (waiting.length > 0 && !closed.signal.aborted) {
      const batch = waiting.slice(0, attempt === 0 ? MOST_AT_ONCE : 1);
      const answer = await post(batch);
      if (answer === 'again') {
        attempt += 1;
        await rest(pause(attempt), closed.signal);
        continue;
      }
      if (answer === 'refused' && batch.length > 1) {
        // One of them is at fault: each by itself.
        attempt = 1;
        continue;
      }
      waiting.splice(0, batch.length);
      attempt = 0;
    }
  }

  async function post(events: CommerceFact[]): Promise<'told' | 'refused' | 'again'> {
    try {
      const response = await fetch(new URL('/v1/commerce/events', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({ events }),
        signal: AbortSignal.any([closed.signal, AbortSignal.timeout(ANSWER_WITHIN)]),
      });
      if (response.ok) return 'told';
      if (response.status === 401) log('the CRM does not know our API key; what we have to tell waits');
      if ([401, 429].includes(response.status) || response.status >= 500) return 'again';
      log(`the CRM refused ${events.map(({ id }) => id).join(', ')}: ${response.status} ${await response.text()}`);
      return 'refused';
    } catch {
      return 'again';
    }
  }

  return {
    tell(fact) {
      waiting.push(fact);
      running ??= run().finally(() => {
        running = undefined;
      });
    },
    settled: async () => running,
    close: () => closed.abort(),
  };
}

/** Half a second, doubled each time up to half a minute, so that a CRM that comes back is not stormed. */
const spread = (attempt: number) => Math.min(30_000, 500 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);

const rest = (ms: number, signal: AbortSignal) =>
  new Promise<void>(resolve => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
