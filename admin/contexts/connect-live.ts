import type { Live, LiveInput } from './live.ts';

export type Connection = { close(): void };

export type ConnectDeps = {
  fetch: typeof globalThis.fetch;
  /** The server no longer knows us. */
  onSignedOut: () => void;
};

/** Keeps the agents' stream open and hands what it says to `live`. */
export function connectLive(live: Live, { fetch, onSignedOut }: ConnectDeps): Connection {
  const stopped = new AbortController();
  void run();
  return { close: () => stopped.abort() };

  async function run() {
    let lastId = '';
    for (let attempt = 0; !stopped.signal.aborted; attempt += 1) {
      try {
        const response = await fetch('/admin/v1/stream', {
          headers: lastId ? { 'last-event-id': lastId } : {},
          signal: stopped.signal,
        });
        if (response.status === 401) return onSignedOut();
        const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
        let buffer = '';
        for (let read = await reader.read(); !read.done; read = await reader.read()) {
          buffer += read.value;
          const blocks = buffer.split('\n\n');
          buffer = blocks.pop() ?? '';
          for (const block of blocks) {
            const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
            if (field('id')) lastId = field('id');
            if (field('data')) live.take({ event: field('event'), data: JSON.parse(field('data')) } as LiveInput);
            attempt = 0;
          }
        }
      } catch {
        // Lost: once more.
      }
      if (stopped.signal.aborted) return;
      live.setState('reconnecting');
      await new Promise(done => setTimeout(done, Math.min(15_000, 500 * 2 ** attempt)));
    }
  }
}
