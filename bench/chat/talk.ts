import { randomUUID } from 'node:crypto';
import { openEventSource } from '../client/event-source.ts';
import type { Mailbox } from '../client/mailbox.ts';

export type Way = 'agent-to-shopper' | 'shopper-to-agent';

/** A server on which agents and shoppers talk: ours, or the floor. Both directions are told in `mailboxes`. */
export type Talk = {
  mailboxes: Record<Way, Mailbox>;
  /** Writes the message number `n` of a direction. */
  post(way: Way, n: number, clientId: string): Promise<unknown>;
  close(): void;
};

/** Milliseconds from before a message is written until it is read from the other side's stream. */
export async function timeMessage(talk: Talk, way: Way, n: number): Promise<number> {
  const clientId = randomUUID();
  const seen = talk.mailboxes[way].expect(clientId);
  const begun = performance.now();
  const [at] = await Promise.all([seen, talk.post(way, n, clientId)]);
  return at - begun;
}

type Listening = { url: string; headers: Record<string, string>; mailbox: Mailbox };

/** Opens streams whose messages are told to their mailbox; resolves when each has said hello. Returns what closes them. */
export async function listen(streams: Listening[]): Promise<() => void> {
  const closers: (() => void)[] = [];
  const opened = streams.map(
    ({ url, headers, mailbox }) =>
      new Promise<void>((resolve, reject) => {
        closers.push(
          openEventSource({
            url,
            headers,
            onEvent({ event, data }) {
              const at = performance.now();
              if (event === 'hello') resolve();
              if (event === 'update') mailbox.seen(clientIdIn(data), at);
            },
            onEnd: refused => reject(new Error(`a stream ended: ${JSON.stringify(refused ?? 'lost')}`)),
          }),
        );
      }),
  );
  await Promise.all(opened);
  return () => {
    for (const close of closers) close();
  };
}

/** Both streams' updates carry the message, the agents' one deeper. */
function clientIdIn(data: string): string {
  const update = JSON.parse(data) as { message?: Sent; change?: { message?: Sent } };
  return (update.message ?? update.change?.message)?.clientId ?? '';
}

type Sent = { clientId: string | null };
