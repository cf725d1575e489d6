import type { Message } from '../../contract/message.ts';

/** The agent wants to answer to one message, or to react to it; an `emoji` of null takes the reaction back. */
export class MessageActionEvent extends Event {
  readonly action: { kind: 'reply' } | { kind: 'react'; emoji: string | null };
  readonly message: Message;

  constructor(action: MessageActionEvent['action'], message: Message) {
    super('message-action', { bubbles: true, composed: true });
    this.action = action;
    this.message = message;
  }
}
