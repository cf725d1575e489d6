/** The top of the log is near: older messages are wanted. */
export class OlderRequestEvent extends Event {
  constructor() {
    super('older-request', { bubbles: true, composed: true });
  }
}

/** The agent looks at the thread, down to the message at this position. */
export class SeenEvent extends Event {
  readonly upTo: number;

  constructor(upTo: number) {
    super('messages-seen', { bubbles: true, composed: true });
    this.upTo = upTo;
  }
}
