import { type ClientRequest, request } from 'node:http';
import { createSseParser, type StreamEvent } from '../../sdk/stream/sse-parser.ts';

type Options = {
  url: string;
  headers: Record<string, string>;
  /** A loopback address of our own: each has its own 28,000 ports. */
  localAddress?: string;
  onEvent(event: StreamEvent): void;
  /** Once, when it is over; with the status if the server refused. */
  onEnd(refused?: { status: number; retryAfter: string | null }): void;
};

/** One link of one event stream on a connection of its own. Returns what ends it without `onEnd`. */
export function openEventSource({ url, headers, localAddress, onEvent, onEnd }: Options): () => void {
  let isOver = false;
  const end = (refused?: { status: number; retryAfter: string | null }) => {
    if (isOver) return;
    isOver = true;
    onEnd(refused);
  };
  const link: ClientRequest = request(url, {
    agent: false,
    headers: { accept: 'text/event-stream', ...headers },
    ...(localAddress && { localAddress }),
  });
  link.on('response', response => {
    if (response.statusCode !== 200) {
      response.resume();
      return end({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null });
    }
    const parse = createSseParser(event => {
      if (!isOver) onEvent(event);
    });
    response
      .on('data', parse)
      .on('error', () => end())
      .on('close', () => end());
  });
  link.on('error', () => end()).end();
  return () => {
    isOver = true;
    link.destroy();
  };
}
