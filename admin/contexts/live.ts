import type { AgentUpdate, JourneyMoved, Typing } from '../../contract/update.ts';
import type { UpdateStreamOptions } from '../../sdk/stream/update-stream.ts';
import { BELIEVED, type TypingState, withoutExpired, withTyping } from '../state/typing.ts';

/** Something about a conversation is as `update` says. */
export class UpdateEvent extends Event {
  readonly update: AgentUpdate;

  constructor(update: AgentUpdate) {
    super('update');
    this.update = update;
  }
}

/** These customers' journeys have moved. */
export class JourneyEvent extends Event {
  readonly customers: readonly string[];

  constructor(customers: readonly string[]) {
    super('journey');
    this.customers = customers;
  }
}

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'signed-out';

/** Opens the agents' stream after update `from`, and keeps it open. */
export type OpenStream = (
  options: Required<
    Pick<UpdateStreamOptions, 'from' | 'onUpdate' | 'onReset' | 'onTyping' | 'onJourney' | 'onNumbers' | 'onState'>
  >,
) => { close(): void };

/**
 * The agents' stream as the screens see it. Fires `update` ({@link UpdateEvent}), `typing` and `state` when those have changed, `journey`
 * ({@link JourneyEvent}) when customers' journeys have moved, `numbers` when WhatsApp's numbers or templates have changed,
 * and `gap` when updates up to `from` may never have been told, so that whoever knows less must ask anew.
 */
export class Live extends EventTarget {
  state: LiveState = 'connecting';
  typing: TypingState = new Map();
  /** Every update after this number is told; null before the stream has begun. */
  from: number | null = null;
  private readonly open: OpenStream;
  private stream: { close(): void } | undefined;

  constructor(open: OpenStream) {
    super();
    this.open = open;
  }

  /** The stream begins where the first list ended, so that nothing falls between the two. Later calls change nothing. */
  begin(seq: number): void {
    if (this.from !== null) return;
    this.beginAt(seq);
    this.stream = this.open({
      from: seq,
      onUpdate: data => this.takeUpdate(data as AgentUpdate),
      onReset: (_data, to) => this.beginAt(to),
      onTyping: data => this.takeTyping(data as Typing),
      onNumbers: () => this.dispatchEvent(new Event('numbers')),
      onJourney: data => this.dispatchEvent(new JourneyEvent((data as JourneyMoved).customers)),
      onState: (state, status) => {
        if (state === 'open') this.setState('live');
        if (state === 'waiting') this.setState('reconnecting');
        if (state === 'closed' && status === 401) this.setState('signed-out');
      },
    });
  }

  close(): void {
    this.stream?.close();
  }

  private beginAt(seq: number): void {
    this.from = seq;
    this.dispatchEvent(new Event('gap'));
  }

  private setState(state: LiveState): void {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }

  private takeUpdate(update: AgentUpdate): void {
    const { change, conversationId: conversation } = update;
    if (change.kind === 'message' && change.message.author.kind !== 'system') {
      // Whoever has just sent it no longer writes it.
      this.setTyping(
        withTyping(this.typing, { conversation, by: change.message.author.kind, typing: false }, Date.now()),
      );
    }
    this.dispatchEvent(new UpdateEvent(update));
  }

  private takeTyping(typing: Typing): void {
    this.setTyping(withTyping(this.typing, typing, Date.now()));
    setTimeout(() => this.setTyping(withoutExpired(this.typing, Date.now())), BELIEVED + 50);
  }

  private setTyping(typing: TypingState): void {
    if (typing === this.typing) return;
    this.typing = typing;
    this.dispatchEvent(new Event('typing'));
  }
}
