import type { Message } from '../contract/message.ts';

/** What `<woodex-chat>` tells the page. It bubbles, and leaves shadow trees. */
export class WoodexEvent extends Event {
  /** Of `woodex-message`: the agent's message that has come. */
  readonly message?: Message;
  /** Of `woodex-unread`: how many messages the shopper has not read. */
  readonly unread?: number;

  constructor(type: 'open' | 'close' | 'message' | 'unread', about?: { message?: Message; unread?: number }) {
    super(`woodex-${type}`, { bubbles: true, composed: true });
    Object.assign(this, about);
  }
}
