import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { FanOut } from './fan-out.ts';
import type { Live } from './live.ts';
import { decode, encode, type Shared } from './wire.ts';

const CHANNEL = 'woodex_live';
const PING_MS = 2_000;
/** A listening connection that does not hear its own ping for this long is dead, whatever the socket says. */
const DEAF_MS = 5_000;

type Options = {
  url: string;
  /** Told when the listening connection had to be made anew. */
  onTrouble?: (error: unknown) => void;
};

/**
 * Wake-ups between processes by LISTEN/NOTIFY. Notifications are coalesced and sent on a connection of their own, outside the
 * business transaction, since NOTIFY takes a lock on the whole database at commit. After each (re)connection subscribers are
 * told that they may have missed something.
 */
export async function postgresLive({ url, onTrouble = () => {} }: Options): Promise<Live> {
  const node = randomUUID();
  const fanOut = new FanOut();
  const sender = postgres(url, { max: 1, onnotice: () => {} });
  let listener = connect();
  let heardAt = performance.now();
  let waiting: Shared[] = [];
  let sending = false;
  let closed = false;

  function connect() {
    return postgres(url, { max: 1, idle_timeout: 0, max_lifetime: null, onnotice: () => {} });
  }

  async function listen() {
    await listener.listen(
      CHANNEL,
      payload => {
        const message = decode(payload);
        if (!message) return;
        heardAt = performance.now();
        if (message.node !== node) for (const signal of message.signals) fanOut.emit(signal);
      },
      () => fanOut.missed(),
    );
  }

  async function send() {
    if (sending) return;
    sending = true;
    while (waiting.length > 0 && !closed) {
      const batch = encode(node, waiting);
      waiting = [];
      await sender`select pg_notify(${CHANNEL}, payload) from unnest(${batch}::text[]) payload`.catch(onTrouble);
    }
    sending = false;
  }

  async function checkHearing() {
    if (performance.now() - heardAt > DEAF_MS) {
      onTrouble(new Error('the listening connection went deaf; listening anew'));
      const dead = listener;
      listener = connect();
      heardAt = performance.now();
      void dead.end({ timeout: 0 });
      await listen();
    }
    await sender`select pg_notify(${CHANNEL}, ${`{"node":"${node}","signals":[]}`})`;
  }

  await listen();
  const ping = setInterval(() => void checkHearing().catch(onTrouble), PING_MS).unref();

  return {
    publish(signal) {
      queueMicrotask(() => fanOut.emit(signal));
      waiting.push(signal);
      setImmediate(() => void send());
    },
    subscribe: (topic, subscriber) => fanOut.subscribe(topic, subscriber),
    async close() {
      closed = true;
      clearInterval(ping);
      await Promise.all([listener.end({ timeout: 1 }), sender.end({ timeout: 1 })]);
    },
  };
}
