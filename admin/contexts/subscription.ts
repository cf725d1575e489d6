import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Listens to events of `target` for as long as its host is in the page. Without `handle` the host is drawn anew. */
export class Subscription implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly target: () => EventTarget | undefined;
  private readonly type: string;
  private readonly handle: (event: Event) => void;
  private bound: EventTarget | undefined;

  constructor(
    host: ReactiveControllerHost,
    target: () => EventTarget | undefined,
    type: string,
    handle: (event: Event) => void = () => host.requestUpdate(),
  ) {
    this.host = host;
    this.target = target;
    this.type = type;
    this.handle = handle;
    this.host.addController(this);
  }

  hostConnected(): void {
    this.bound = this.target();
    this.bound?.addEventListener(this.type, this.handle);
  }

  hostDisconnected(): void {
    this.bound?.removeEventListener(this.type, this.handle);
    this.bound = undefined;
  }
}
