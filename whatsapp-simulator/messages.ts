import type { Bubble } from './bubble.ts';

/** `pending`: written on a phone that is offline. `sent`: Meta has it. `failed` is for business messages alone. */
export type MessageStatus = 'pending' | 'sent' | 'delivered' | 'read' | 'played' | 'failed';

export type Pricing = {
  billable: boolean;
  pricing_model: 'PMP';
  type: 'regular' | 'free_customer_service';
  category: string;
};

/** A product as Meta names it. */
export type ReferredProduct = { catalog_id: string; product_retailer_id: string };

export type Message = {
  readonly id: string;
  readonly phoneId: string;
  readonly phoneNumberId: string;
  readonly from: 'business' | 'phone';
  readonly type: string;
  /** The object under the type's name, as it was sent. */
  readonly content: unknown;
  readonly bubble: Bubble;
  /** The message that this one answers. */
  readonly quotes: string | null;
  /** The product that it asks about. */
  readonly about: ReferredProduct | null;
  readonly callbackData: string | null;
  readonly pricing: Pricing | null;
  /** The name of the template it was made from. */
  readonly template: string | null;
  /** Which of the two identities a business message was addressed to. */
  readonly addressedTo: 'phone' | 'bsuid';
  at: Date;
  status: MessageStatus;
  /** When it truly reached the phone. */
  receivedAt: Date | null;
  readonly reactions: Map<'business' | 'phone', string>;
};

/** The thread between one phone and one business number. */
export type Chat = {
  readonly phoneId: string;
  readonly phoneNumberId: string;
  /** What is or was on its way, in the order in which Meta took it; `isOnPhone` says what the phone shows. */
  readonly messages: Message[];
  /** Received, not yet seen. */
  unseen: Message[];
  lastInboundAt: Date | null;
  blocked: boolean;
  marketingStopped: boolean;
  /** Opened by the API; pages that show it are counted apart. */
  openedByApi: boolean;
  viewers: number;
};

export const isOpen = (chat: Chat) => chat.openedByApi || chat.viewers > 0;
export const isOnPhone = (message: Message) => message.from === 'phone' || message.receivedAt !== null;

/** All chats and messages, by their ids. */
export class MessageStore {
  /** By phone, then by number. */
  readonly #chats = new Map<string, Map<string, Chat>>();
  readonly #byId = new Map<string, Message>();

  chat(phoneId: string, phoneNumberId: string): Chat {
    const ofPhone = this.#chats.get(phoneId) ?? new Map<string, Chat>();
    const known = ofPhone.get(phoneNumberId);
    if (known) return known;
    const chat: Chat = {
      phoneId,
      phoneNumberId,
      messages: [],
      unseen: [],
      lastInboundAt: null,
      blocked: false,
      marketingStopped: false,
      openedByApi: false,
      viewers: 0,
    };
    ofPhone.set(phoneNumberId, chat);
    this.#chats.set(phoneId, ofPhone);
    return chat;
  }

  chatOf(message: Message): Chat {
    return this.chat(message.phoneId, message.phoneNumberId);
  }

  chatsOf(phoneId: string): Chat[] {
    return [...(this.#chats.get(phoneId)?.values() ?? [])];
  }

  add(message: Message) {
    this.#byId.set(message.id, message);
    this.chatOf(message).messages.push(message);
  }

  get(id: string): Message | undefined {
    return this.#byId.get(id);
  }

  clear() {
    this.#chats.clear();
    this.#byId.clear();
  }
}
