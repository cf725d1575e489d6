import type { Sender } from '../accounts.ts';
import { type Chat, isOpen, type Message } from '../messages.ts';
import { GraphError } from '../meta/errors.ts';
import type { Phone } from '../phones.ts';
import type { Simulation } from '../simulation.ts';
import { failedUpdate, statusUpdate } from '../webhooks/updates.ts';

/** The way of an accepted business message: sent, then delivered if the phone can take it, then read if the chat is open. */
export async function arrive(simulation: Simulation, sender: Sender, message: Message, fetched: Promise<boolean>) {
  const phone = simulation.phones.get(message.phoneId)!;
  const chat = simulation.messages.chatOf(message);
  if (message.bubble.media && !(await fetched)) {
    message.status = 'failed';
    fail(simulation, sender, phone, message, 131053);
    return;
  }
  if (message.type !== 'reaction') simulation.messages.add(message);
  report(simulation, sender, phone, message, 'sent');
  // What is sent to someone who has blocked the business never reaches the phone, not even after the block is lifted.
  if (chat.blocked) return;
  if (phone.online) deliver(simulation, message);
  else phone.waiting.push(message);
}

/** The message reaches the phone. */
export function deliver(simulation: Simulation, message: Message) {
  const phone = simulation.phones.get(message.phoneId)!;
  const sender = simulation.accounts.byNumber(message.phoneNumberId);
  const at = simulation.clock.now();
  message.receivedAt = at;
  logArrival(simulation, phone, message, at);
  if (message.type === 'reaction') {
    react(simulation, message);
  } else {
    const chat = simulation.messages.chatOf(message);
    message.status = 'delivered';
    chat.unseen.push(message);
    if (sender) report(simulation, sender, phone, message, 'delivered');
    if (isOpen(chat)) see(simulation, chat);
    const { lateFailure } = phone.behaviour;
    if (sender && lateFailure !== null) fail(simulation, sender, phone, message, lateFailure);
  }
  simulation.live.tell({ about: 'phone', phoneId: phone.id });
}

/** The phone's owner looks at the chat. The business learns of it if read receipts are on. */
export function see(simulation: Simulation, chat: Chat) {
  const phone = simulation.phones.get(chat.phoneId)!;
  const sender = simulation.accounts.byNumber(chat.phoneNumberId);
  const seen = chat.unseen;
  chat.unseen = [];
  for (const message of phone.readReceipts ? seen : []) {
    message.status = 'read';
    if (sender) report(simulation, sender, phone, message, 'read');
  }
  if (seen.length > 0) simulation.live.tell({ about: 'phone', phoneId: phone.id });
}

/** The owner listens to a voice message, the first time; the business hears of it as of a reading. */
export function play(simulation: Simulation, message: Message) {
  const phone = simulation.phones.get(message.phoneId)!;
  const sender = simulation.accounts.byNumber(message.phoneNumberId);
  if (message.status === 'played') return;
  message.status = 'played';
  if (sender && phone.readReceipts) report(simulation, sender, phone, message, 'played');
  simulation.live.tell({ about: 'phone', phoneId: phone.id });
}

function logArrival({ arrivals }: Simulation, phone: Phone, message: Message, at: Date) {
  const { id, phoneNumberId, type, callbackData, template, pricing } = message;
  const { id: phoneId, waId } = phone;
  const category = pricing?.category ?? 'service';
  arrivals.add({ at, phoneId, waId, phoneNumberId, id, type, callbackData, template, category });
}

function fail(simulation: Simulation, sender: Sender, phone: Phone, { id, callbackData }: Message, code: number) {
  const failed = { id, recipient: { recipient_id: phone.waId }, callbackData, error: new GraphError(code).body };
  simulation.webhooks.send(sender.account, failedUpdate(sender, failed, simulation.clock.now()));
}

function react(simulation: Simulation, { content }: Message) {
  const { message_id, emoji } = content as { message_id: string; emoji: string };
  const target = simulation.messages.get(message_id);
  if (emoji) target?.reactions.set('business', emoji);
  else target?.reactions.delete('business');
}

function report(
  simulation: Simulation,
  sender: Sender,
  phone: Phone,
  message: Message,
  status: 'sent' | 'delivered' | 'read' | 'played',
) {
  const update = statusUpdate(sender, phone, message, status, simulation.clock.now());
  simulation.webhooks.send(sender.account, update);
}
