import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { JourneyEvent, Live } from './live.ts';

/** Calls back when the journey of a customer (or, with null, of anybody) has moved: at most once in `rest` ms, however much happens. */
export class JourneyWatch implements ReactiveController {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private bound: Live | undefined;
  private readonly live: () => Live | undefined;
  private readonly customerId: () => string | null;
  private readonly onMove: () => void;
  private readonly rest: number;

  constructor(
    host: ReactiveControllerHost,
    live: () => Live | undefined,
    customerId: () => string | null,
    onMove: () => void,
    rest = 1000,
  ) {
    this.live = live;
    this.customerId = customerId;
    this.onMove = onMove;
    this.rest = rest;
    host.addController(this);
  }

  hostConnected(): void {
    this.bound = this.live();
    this.bound?.addEventListener('journey', this.take);
    this.bound?.addEventListener('gap', this.soon);
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.bound?.removeEventListener('journey', this.take);
    this.bound?.removeEventListener('gap', this.soon);
  }

  private readonly take = (event: Event) => {
    const id = this.customerId();
    if (id === null || (event as JourneyEvent).customers.includes(id)) this.soon();
  };

  private readonly soon = () => {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.onMove();
    }, this.rest);
  };
}
