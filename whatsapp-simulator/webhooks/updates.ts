import type { Sender } from '../accounts.ts';
import { unixSeconds } from '../clock.ts';
import type { Message } from '../messages.ts';
import type { ErrorBody } from '../meta/errors.ts';
import type { Phone } from '../phones.ts';
import { phoneDigits } from '../wa-id.ts';
import type { Update } from './webhook-lane.ts';

const HREF = 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/';

const base = ({ number }: Sender) => ({
  messaging_product: 'whatsapp',
  metadata: {
    display_phone_number: phoneDigits(number.displayPhoneNumber),
    phone_number_id: number.phoneNumberId,
  },
});

const contact = (phone: Phone) => ({
  profile: { name: phone.name },
  ...(phone.hidesPhone ? {} : { wa_id: phone.waId }),
  user_id: phone.bsuid,
});

/** A message from a phone. `body` is the part that depends on its type. */
export function inboundUpdate(sender: Sender, phone: Phone, message: Message, body: object): Update {
  const from = phone.hidesPhone ? {} : { from: phone.waId };
  const { quotes, about } = message;
  const named = { ...(quotes && { id: quotes }), ...(about && { referred_product: about }) };
  const context = quotes || about ? { context: { from: phoneDigits(sender.number.displayPhoneNumber), ...named } } : {};
  const common = { ...from, from_user_id: phone.bsuid, id: message.id, timestamp: unixSeconds(message.at) };
  const messages = [{ ...context, ...common, type: message.type, ...body }];
  const value = { ...base(sender), contacts: [contact(phone)], messages };
  return { field: 'messages', label: message.type, kind: 'messages', value };
}

/** Meta tells something about a person, in the place of a message: another number, another id. */
export function systemUpdate(sender: Sender, { from, id, at }: { from: string; id: string; at: Date }, system: object) {
  const messages = [{ from, id, timestamp: unixSeconds(at), type: 'system', system }];
  return { field: 'messages', label: 'system', kind: 'messages', value: { ...base(sender), messages } } as const;
}

/** How far a business message has come. Meta adds the contact once the phone has had a say. */
export function statusUpdate(
  sender: Sender,
  phone: Phone,
  message: Message,
  status: 'sent' | 'delivered' | 'read' | 'played',
  at: Date,
): Update {
  const recipient = message.addressedTo === 'bsuid' && phone.hidesPhone ? {} : { recipient_id: phone.waId };
  const pricing = (status === 'sent' || status === 'delivered') && message.pricing ? { pricing: message.pricing } : {};
  const statuses = [
    {
      id: message.id,
      status,
      timestamp: unixSeconds(at),
      ...recipient,
      recipient_user_id: phone.bsuid,
      ...callbackData(message.callbackData),
      ...pricing,
    },
  ];
  const contacts = status === 'sent' ? {} : { contacts: [contact(phone)] };
  return { field: 'messages', label: status, kind: 'statuses', value: { ...base(sender), ...contacts, statuses } };
}

/** A message that Meta accepted and could not bring to its recipient. */
export function failedUpdate(
  sender: Sender,
  failed: { id: string; recipient: object; callbackData: string | null; error: ErrorBody },
  at: Date,
): Update {
  const { code, title, details } = failed.error;
  const errors = [{ code, title, message: title, error_data: { details }, href: HREF }];
  const status = { id: failed.id, status: 'failed', timestamp: unixSeconds(at), ...failed.recipient };
  const statuses = [{ ...status, ...callbackData(failed.callbackData), errors }];
  return { field: 'messages', label: `failed ${code}`, kind: 'statuses', value: { ...base(sender), statuses } };
}

/** The phone's owner switched marketing messages of this business off or on. */
export function preferenceUpdate(sender: Sender, phone: Phone, value: 'stop' | 'resume', at: Date): Update {
  const user_preferences = [
    {
      ...(phone.hidesPhone ? {} : { wa_id: phone.waId }),
      user_id: phone.bsuid,
      detail: `User requested to ${value} marketing messages`,
      category: 'marketing_messages',
      value,
      timestamp: Math.floor(at.getTime() / 1000),
    },
  ];
  return {
    field: 'user_preferences',
    label: `marketing ${value}`,
    value: { ...base(sender), contacts: [contact(phone)], user_preferences },
  };
}

const callbackData = (data: string | null) => (data === null ? {} : { biz_opaque_callback_data: data });
