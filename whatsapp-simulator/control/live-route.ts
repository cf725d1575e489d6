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
      stream.onAbort(() => {
        unsubscribe();
        leave();
      });
      await stream.writeSSE({ event: 'hello', data: '{}' });
      while (!stream.aborted) {
        await stream.sleep(HEARTBEAT_MS);
        await stream.write(': still here\n\n');
      }
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
