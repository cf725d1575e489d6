import { z } from 'zod';
import { type Phone, PhoneTaken } from '../phones.ts';
import type { Simulation } from '../simulation.ts';
import { phoneDigits } from '../wa-id.ts';
import { newWamid } from '../wamid.ts';
import { systemUpdate } from '../webhooks/updates.ts';

/** The body of `POST /simulator/phones/{id}/number`. */
export const NumberChange = z.strictObject({
  phone: z.string().refine(value => phoneDigits(value) !== null, 'not a phone number'),
  /** The business-scoped id that comes with it, as Meta may give another one too. */
  bsuid: z
    .string()
    .regex(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/)
    .optional(),
});

/** The person moves to another number; every business with a chat hears of it. @throws {PhoneTaken} */
export function changeNumber(simulation: Simulation, phone: Phone, change: z.infer<typeof NumberChange>) {
  const { phones, messages, accounts, webhooks, clock, live } = simulation;
  const digits = phoneDigits(change.phone)!;
  const [holder, named] = [phones.byNumber(digits), change.bsuid && phones.byBsuid(change.bsuid)];
  if ((holder && holder !== phone) || (named && named !== phone))
    throw new PhoneTaken(`Another phone has ${change.phone} or that BSUID.`);
  const before = { waId: phone.waId, bsuid: phone.bsuid };
  phones.renumber(phone, digits, change.bsuid);
  for (const chat of messages.chatsOf(phone.id)) {
    const sender = accounts.byNumber(chat.phoneNumberId);
    if (!sender || chat.messages.length === 0) continue;
    const common = { from: before.waId, id: newWamid(phone.waId, 'phone'), at: clock.now() };
    const text = `User ${phone.name} changed from ${before.waId} to ${phone.waId}`;
    webhooks.send(
      sender.account,
      systemUpdate(sender, common, { body: text, wa_id: phone.waId, type: 'user_changed_number' }),
    );
    if (phone.bsuid === before.bsuid) continue;
    const id = newWamid(phone.waId, 'phone');
    const body = `User ${phone.name} changed from ${before.bsuid} to ${phone.bsuid}`;
    webhooks.send(
      sender.account,
      systemUpdate(sender, { ...common, id }, { body, user_id: phone.bsuid, type: 'user_changed_user_id' }),
    );
  }
  live.tell({ about: 'phone', phoneId: phone.id });
}
