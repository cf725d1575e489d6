import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { see } from '../phone/arrive.ts';
import type { Simulation } from '../simulation.ts';

const HEARTBEAT_MS = 15_000;

/**
 * `GET /simulator/live?phone=&chat=`: wake-ups as server-sent events. While the stream lives, the chat it names
 * counts as open on that phone, so a closed tab stops reading by itself.
 */
export function liveRoute(simulation: Simulation) {
  return (c: Context) =>
    streamSSE(c, async stream => {
      const leave = enter(simulation, c.req.query('phone'), c.req.query('chat'));
      const unsubscribe = simulation.live.subscribe(
        change => void stream.writeSSE({ event: change.about, data: JSON.stringify(change) }),
      );
      const heartbeat = setInterval(() => void stream.write(': still here\n\n'), HEARTBEAT_MS);
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      stream.onAbort(() => {
        clearInterval(heartbeat);
        unsubscribe();
        leave();
        end();
      });
      await stream.writeSSE({ event: 'hello', data: '{}' });
      await ended;
    });
}

function enter(simulation: Simulation, phoneId = '', phoneNumberId = ''): () => void {
  if (!simulation.phones.get(phoneId) || !simulation.accounts.byNumber(phoneNumberId)) return () => {};
  const chat = simulation.messages.chat(phoneId, phoneNumberId);
  chat.viewers++;
  see(simulation, chat);
  return () => {
    chat.viewers--;
  };
}
