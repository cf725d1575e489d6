import { logIn } from '../client/agent-login.ts';
import { openEventSource } from '../client/event-source.ts';

/** What an agent's screen was told, and when: by the text of a message, or by Meta's word for how far an answer came. */
export type Screen = { seen: Map<string, number>; close(): void };

/** An agent listens to all that happens. */
export async function openScreen(url: string): Promise<Screen> {
  const headers = await logIn(url);
  const seen = new Map<string, number>();
  let close = () => {};
  await new Promise<void>((resolve, reject) => {
    close = openEventSource({
      url: `${url}/admin/v1/stream`,
      headers,
      onEvent({ event, data }) {
        const at = performance.now();
        if (event === 'hello') resolve();
        const text = event === 'update' ? textIn(data) : null;
        if (text && !seen.has(text)) seen.set(text, at);
      },
      onEnd: refused => reject(new Error(`the stream ended: ${JSON.stringify(refused ?? 'lost')}`)),
    });
  });
  return { seen, close: () => close() };
}

type Told = { change?: { message?: { content?: { text?: string } } } };

const textIn = (data: string): string | null => (JSON.parse(data) as Told).change?.message?.content?.text ?? null;
