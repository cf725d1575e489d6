import type { AgentReset, AgentUpdate, Beat, Hello, Typing } from '../../contract/update.ts';
import { BELIEVED, type TypingState, withoutExpired, withTyping } from '../state/typing.ts';

/** Something about a conversation is as `update` says. */
export class UpdateEvent extends Event {
  readonly update: AgentUpdate;

  constructor(update: AgentUpdate) {
    super('update');
    this.update = update;
  }
}

export type LiveState = 'connecting' | 'live' | 'reconnecting';

/** What the transport hands on: one parsed server-sent event, or a change of the connection. */
export type LiveInput =
  | { event: 'hello'; data: Hello }
  | { event: 'update'; data: AgentUpdate }
  | { event: 'reset'; data: AgentReset }
  | { event: 'beat'; data: Beat }
  | { event: 'typing'; data: Typing };

/**
 * The agents' stream as the screens see it. Fires `update` ({@link UpdateEvent}), `typing` and `state` when those have changed,
 * and `gap` when updates up to `from` may never have been told, so that whoever knows less must ask anew.
 */
export class Live extends EventTarget {
  state: LiveState = 'connecting';
  typing: TypingState = new Map();
  /** Every update after this number has been told; null before the first word from the server. */
  from: number | null = null;
  private to = 0;

  /** One event of the stream. */
  take(input: LiveInput): void {
    switch (input.event) {
      case 'hello':
        if (this.from === null || input.data.from !== this.to) this.beginAt(input.data.from);
        this.setState('live');
        break;
      case 'reset':
        this.beginAt(input.data.to);
        break;
      case 'update':
        this.to = Math.max(this.to, input.data.seq);
        this.dispatchEvent(new UpdateEvent(input.data));
        break;
      case 'typing':
        this.takeTyping(input.data);
        break;
      case 'beat':
        break;
    }
  }

  setState(state: LiveState): void {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }

  private beginAt(seq: number): void {
    this.from = seq;
    this.to = seq;
    this.dispatchEvent(new Event('gap'));
  }

  private takeTyping(typing: Typing): void {
    this.setTyping(withTyping(this.typing, typing, Date.now()));
    setTimeout(() => this.setTyping(withoutExpired(this.typing, Date.now())), BELIEVED + 50);
  }

  private setTyping(typing: TypingState): void {
    this.typing = typing;
    this.dispatchEvent(new Event('typing'));
  }
}
