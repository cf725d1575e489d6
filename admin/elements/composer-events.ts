import type { Channel } from '../../contract/message.ts';
import type { Said } from '../state/outgoing.ts';

/** The agent sends something by `channel`; `text` is what was written, empty where it is something else. */
export class MessageSubmitEvent extends Event {
  readonly said: Said;
  readonly channel: Channel;

  constructor(said: Said, channel: Channel) {
    super('message-submit', { bubbles: true, composed: true });
    this.said = said;
    this.channel = channel;
  }

  get text(): string {
    return this.said.text ?? '';
  }
}

/** The agent writes, or has stopped. */
export class TypingEvent extends Event {
  readonly typing: boolean;

  constructor(typing: boolean) {
    super('agent-typing', { bubbles: true, composed: true });
    this.typing = typing;
  }
}

/** The agent wants to send a template. */
export class TemplateRequestEvent extends Event {
  constructor() {
    super('template-request', { bubbles: true, composed: true });
  }
}
