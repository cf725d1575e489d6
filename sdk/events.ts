import type { Message } from '../contract/message.ts';

/** The panel has opened or closed: `woodex-open`, `woodex-close`. */
export class WoodexToggleEvent extends Event {
  constructor(type: 'woodex-open' | 'woodex-close') {
    super(type, { bubbles: true, composed: true });
  }
}

/** An agent's message has come. */
export class WoodexMessageEvent extends Event {
  readonly message: Message;

  constructor(message: Message) {
    super('woodex-message', { bubbles: true, composed: true });
    this.message = message;
  }
}

/** The number of unread messages has changed. */
export class WoodexUnreadEvent extends Event {
  readonly unread: number;

  constructor(unread: number) {
    super('woodex-unread', { bubbles: true, composed: true });
    this.unread = unread;
  }
}
