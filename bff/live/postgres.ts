import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { FanOut } from './fan-out.ts';
import type { Live } from './live.ts';
import { decode, encode, encodePing, type Shared } from './wire.ts';

const CHANNEL = 'woodex_live';
/** Seconds between two tries of a connection that was lost: a server that is starting has better things to do than to refuse. */
const PAUSE = 0.25;

type Options = {
  url: string;
  /** How often a node speaks to itself, in ms. */
  pingMs?: number;
  /** A node that has not heard itself for this long, in ms, has dead connections, whatever the sockets say. */
  deafMs?: number;
  /** Told when connections had to be made anew, and what a subscriber threw. */
  onTrouble?: (error: unknown) => void;
};

/**
 * Wake-ups between processes by LISTEN/NOTIFY. Notifications are coalesced and sent on a connection of their own, outside the
 * business transaction, since NOTIFY takes a lock on the whole database at commit. After each (re)connection subscribers are
 * told that they may have missed something: at the latest `deafMs + pingMs` after a connection died in silence, if the database
 * can be reached again by then.
 */
export async function postgresLive(options: Options): Promise<Live> {
  const { url, pingMs = 2_000, deafMs = 5_000, onTrouble = () => {} } = options;
  const node = randomUUID();
  const fanOut = new FanOut(onTrouble);
  let connections = connect();
  let heardAt = performance.now();
  let waiting: Shared[] = [];
  let isSending = false;
  let isClosed = false;

  /** Listener and sender go together: a network that swallows the one's bytes swallows the other's. */
  function connect() {
    // Asking for types is not heard by anybody when the connection is lost meanwhile, and would end the process.
    const settings = {
      max: 1,
      connect_timeout: deafMs / 1000,
      onnotice: () => {},
      fetch_types: false,
      backoff: () => PAUSE,
    };
    const listener = postgres(url, { ...settings, idle_timeout: 0, max_lifetime: null });
    const sender = postgres(url, settings);
    const end = (timeout: number) => Promise.all([listener.end({ timeout }), sender.end({ timeout })]);
    return { listener, sender, end };
  }

  async function listen() {
    await connections.listener.listen(
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

  const notify = (payloads: string[]) =>
    connections.sender`
      select pg_notify(${CHANNEL}, payload) from json_array_elements_text(${JSON.stringify(payloads)}::text::json) payload`;

  async function send() {
    if (isSending) return;
    isSending = true;
    while (waiting.length > 0 && !isClosed) {
      const payloads = encode(node, waiting);
      waiting = [];
      await notify(payloads).catch(onTrouble);
    }
    isSending = false;
  }

  async function checkHearing() {
    if (performance.now() - heardAt > deafMs) {
      onTrouble(new Error('the listening connection went deaf; listening anew'));
      const dead = connections;
      connections = connect();
      heardAt = performance.now();
      dead.end(0).catch(onTrouble);
      await listen();
    }
    await notify([encodePing(node)]);
  }

  await listen().catch(async error => {
    // Else they would go on trying for somebody who has given up.
    await connections.end(0);
    throw error;
  });
  const ping = setInterval(() => void checkHearing().catch(error => isClosed || onTrouble(error)), pingMs).unref();

  return {
    publish(signal) {
      queueMicrotask(() => fanOut.emit(signal));
      waiting.push(signal);
      setImmediate(() => void send());
    },
    subscribe: (topic, subscriber) => fanOut.subscribe(topic, subscriber),
    async close() {
      isClosed = true;
      clearInterval(ping);
      await connections.end(1);
    },
  };
}
