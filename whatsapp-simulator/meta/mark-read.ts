import type { Sender } from '../accounts.ts';
import type { Simulation } from '../simulation.ts';
import { GraphError } from './errors.ts';
import type { ReadBody } from './send-body.ts';

/**
 * The business has read a message, and with it all earlier ones; it may be writing an answer.
 * @throws {GraphError} 131009 for a message that this number never received.
 */
export function markRead(simulation: Simulation, sender: Sender, body: ReadBody) {
  const { messages, live } = simulation;
  const { phoneNumberId } = sender.number;
  const read = messages.get(body.message_id);
  if (read?.from !== 'phone' || read.phoneNumberId !== phoneNumberId)
    throw new GraphError(131009, `Message ${body.message_id} was not received by this number.`);
  const thread = messages.chatOf(read).messages;
  for (let index = thread.indexOf(read); index >= 0; index--) {
    const message = thread[index]!;
    if (message.from !== 'phone') continue;
    if (message.status === 'read') break;
    message.status = 'read';
  }
  const { phoneId } = read;
  live.tell({ about: 'phone', phoneId });
  if (body.typing_indicator) live.tell({ about: 'typing', phoneId, phoneNumberId });
  return { success: true };
}
