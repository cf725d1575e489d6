import { summary } from '../bubble.ts';
import { type Chat, isOnPhone, isOpen, type Message } from '../messages.ts';
import type { Phone } from '../phones.ts';
import { isWindowOpen } from '../service-window.ts';
import type { Simulation } from '../simulation.ts';
import type { Template } from '../templates.ts';

export type PhoneView = ReturnType<typeof phoneView>;
export type ChatView = ReturnType<typeof chatView>;
export type MessageView = ReturnType<typeof messageView>;
export type MetaView = ReturnType<typeof metaView>;

export const phoneView = ({ messages }: Simulation, phone: Phone) => ({
  id: phone.id,
  name: phone.name,
  phone: `+${phone.digits}`,
  waId: phone.waId,
  bsuid: phone.bsuid,
  hidesPhone: phone.hidesPhone,
  online: phone.online,
  readReceipts: phone.readReceipts,
  ...phone.behaviour,
  unread: messages.chatsOf(phone.id).reduce((sum, chat) => sum + chat.unseen.length, 0),
});

/** One chat per business number, also where nothing was said yet. The latest comes first. */
export function chatViews(simulation: Simulation, phone: Phone) {
  const numbers = simulation.accounts.all().flatMap(account => account.numbers);
  const chats = numbers.map(number => chatView(simulation, simulation.messages.chat(phone.id, number.phoneNumberId)));
  return chats.toSorted((one, other) => (other.last?.at ?? '').localeCompare(one.last?.at ?? ''));
}

export function chatView({ accounts, clock }: Simulation, chat: Chat) {
  const number = accounts.byNumber(chat.phoneNumberId)?.number;
  const last = chat.messages.findLast(isOnPhone);
  return {
    phoneNumberId: chat.phoneNumberId,
    name: number?.verifiedName ?? chat.phoneNumberId,
    displayPhoneNumber: number?.displayPhoneNumber ?? '',
    unread: chat.unseen.length,
    open: isOpen(chat),
    blocked: chat.blocked,
    marketing: !chat.marketingStopped,
    windowOpen: isWindowOpen(chat.lastInboundAt, clock.now()),
    last: last ? { from: last.from, status: last.status, at: last.at.toISOString(), text: summary(last.bubble) } : null,
  };
}

/** The newest messages that the phone shows in a chat, oldest first. */
export function threadView(simulation: Simulation, chat: Chat, limit: number) {
  const shown: Message[] = [];
  for (let index = chat.messages.length - 1; index >= 0 && shown.length < limit; index--) {
    const message = chat.messages[index]!;
    if (isOnPhone(message)) shown.push(message);
  }
  return shown.reverse().map(message => messageView(simulation, message));
}

export function messageView({ messages }: Simulation, message: Message) {
  const quoted = message.quotes === null ? undefined : messages.get(message.quotes);
  return {
    id: message.id,
    phoneNumberId: message.phoneNumberId,
    from: message.from,
    type: message.type,
    status: message.status,
    at: message.at.toISOString(),
    receivedAt: message.receivedAt?.toISOString() ?? null,
    content: message.content,
    bubble: message.bubble,
    quoted: quoted ? { id: quoted.id, from: quoted.from, text: summary(quoted.bubble) } : null,
    reactions: Object.fromEntries(message.reactions),
    callbackData: message.callbackData,
  };
}

export const templateView = ({ held }: Simulation, template: Template) => ({
  id: template.id,
  name: template.name,
  language: template.language,
  category: template.category,
  status: template.status,
  quality: template.quality,
  pacing: template.pacing,
  held: held.get(template.id)?.length ?? 0,
});

const SHOWN_DELIVERIES = 30;

/** Meta's side at a glance: webhooks, what waits for them, what was refused. Secrets are left out. */
export function metaView(simulation: Simulation) {
  const { accounts, webhooks, clock, refusals } = simulation;
  return {
    now: clock.now().toISOString(),
    offsetMs: clock.offsetMs,
    refusals: refusals.slice(-10).reverse(),
    accounts: accounts.all().map(account => {
      const lane = webhooks.lane(account);
      return {
        wabaId: account.wabaId,
        webhookUrl: account.webhookUrl,
        subscribed: account.subscribed,
        numbers: account.numbers,
        templates: account.templates.map(template => templateView(simulation, template)),
        messagingLimit: account.messagingLimit,
        standing: account.standing,
        handshake: lane?.handshake ?? null,
        waiting: lane?.waiting ?? 0,
        deliveries: (lane?.latest(SHOWN_DELIVERIES) ?? []).map(({ body: _, ...shown }) => shown),
      };
    }),
  };
}
