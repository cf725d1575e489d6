import { z } from 'zod';
import type { Message } from '../messages.ts';
import type { Phone } from '../phones.ts';
import type { Simulation } from '../simulation.ts';
import { play } from './arrive.ts';
import { NotThere, post } from './write.ts';

/** The body of `POST /simulator/phones/{id}/taps`: a button by its place, a row of a list by its id, or a voice message. */
export const Tap = z.union([
  z.strictObject({ messageId: z.string(), button: z.int().min(0) }),
  z.strictObject({ messageId: z.string(), row: z.string() }),
  z.strictObject({ messageId: z.string(), play: z.literal(true) }),
]);
export type Tap = z.infer<typeof Tap>;

/** Taps a button or row that the phone shows. Null when that sends nothing (links, calls, copying). @throws {NotThere} */
export function tap(simulation: Simulation, phone: Phone, tapped: Tap): Message | null {
  const message = simulation.messages.get(tapped.messageId);
  if (message?.phoneId !== phone.id || message.receivedAt === null)
    throw new NotThere(`This phone has not received a message ${tapped.messageId}.`);
  if ('play' in tapped) {
    if (message.bubble.media?.kind !== 'audio') throw new NotThere('The message is no recording.');
    play(simulation, message);
    return null;
  }
  const { phoneNumberId: to, id: quotes, bubble } = message;
  if ('row' in tapped) {
    const row = bubble.list?.sections.flatMap(section => section.rows).find(each => each.id === tapped.row);
    if (!row) throw new NotThere(`The message has no row ${tapped.row}.`);
    const body = { interactive: { type: 'list_reply', list_reply: row } };
    return post(simulation, phone, { to, quotes, type: 'interactive', body, bubble: { text: row.title } });
  }
  const button = bubble.buttons?.[tapped.button];
  if (!button) throw new NotThere(`The message has no button ${tapped.button}.`);
  if (button.kind !== 'reply') return null;
  const { text, id } = button;
  const answer =
    button.from === 'template'
      ? { type: 'button', body: { button: { payload: id, text } } }
      : { type: 'interactive', body: { interactive: { type: 'button_reply', button_reply: { id, title: text } } } };
  return post(simulation, phone, { to, quotes, ...answer, bubble: { text } });
}
