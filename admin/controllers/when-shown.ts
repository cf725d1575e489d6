import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Does something each time its host shows something anew: whoever comes back from elsewhere wants all as it is then. */
export class WhenShown implements ReactiveController {
  private readonly shows: () => boolean;
  private readonly act: () => void;
  /** Is it shown at present? */
  isShown = false;

  constructor(host: ReactiveControllerHost, shows: () => boolean, act: () => void) {
    this.shows = shows;
    this.act = act;
    host.addController(this);
  }

  hostUpdate(): void {
    const isShown = this.shows();
    if (isShown && !this.isShown) this.act();
    this.isShown = isShown;
  }

  hostDisconnected(): void {
    this.isShown = false;
  }
}
