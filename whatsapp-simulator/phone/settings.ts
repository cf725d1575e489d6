import { z } from 'zod';
import { type Chat, isOpen } from '../messages.ts';
import { NewPhone, type Phone } from '../phones.ts';
import type { Simulation } from '../simulation.ts';
import { preferenceUpdate } from '../webhooks/updates.ts';
import { deliver, see } from './arrive.ts';
import { BehaviourChange, WELL_BEHAVED } from './behaviour.ts';
import { handOver } from './write.ts';

/** The body of `PATCH /simulator/phones/{id}/chats/{phoneNumberId}`. */
export const ChatChange = z
  .strictObject({
    /** Open on the phone's screen: what is there and what comes is read. */
    open: z.boolean(),
    blocked: z.boolean(),
    /** False: the person stopped this business's marketing messages with Meta's own control. */
    marketing: z.boolean(),
  })
  .partial();

/** The body of `PATCH /simulator/phones/{id}`. */
export const PhoneChange = NewPhone.pick({ name: true, hidesPhone: true, online: true, readReceipts: true })
  .extend(BehaviourChange.shape)
  .partial()
  .strict();

/** What waited while the phone was offline goes through, in order, when it is online again. */
export function changePhone(simulation: Simulation, phone: Phone, change: z.infer<typeof PhoneChange>) {
  const { name, hidesPhone, online, readReceipts, ...behaviour } = change;
  phone.name = name ?? phone.name;
  phone.hidesPhone = hidesPhone ?? phone.hidesPhone;
  phone.online = online ?? phone.online;
  phone.readReceipts = readReceipts ?? phone.readReceipts;
  phone.behaviour = { ...WELL_BEHAVED, ...phone.behaviour, ...behaviour };
  if (phone.online) {
    for (const message of phone.waiting.splice(0)) {
      if (message.from === 'business') deliver(simulation, message);
      else handOver(simulation, message);
    }
  }
  simulation.live.tell({ about: 'phone', phoneId: phone.id });
}

export function changeChat(simulation: Simulation, phone: Phone, chat: Chat, change: z.infer<typeof ChatChange>) {
  if (change.blocked !== undefined) chat.blocked = change.blocked;
  if (change.open !== undefined) chat.openedByApi = change.open;
  if (isOpen(chat)) see(simulation, chat);
  if (change.marketing !== undefined && change.marketing === chat.marketingStopped) {
    chat.marketingStopped = !change.marketing;
    const sender = simulation.accounts.byNumber(chat.phoneNumberId);
    const value = change.marketing ? 'resume' : 'stop';
    if (sender)
      simulation.webhooks.send(sender.account, preferenceUpdate(sender, phone, value, simulation.clock.now()));
  }
  simulation.live.tell({ about: 'phone', phoneId: phone.id });
}
