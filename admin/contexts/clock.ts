import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { serverNow } from './server-time.ts';

const TICK = 15_000;

const watchers = new Set<ReactiveControllerHost>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  if (document.visibilityState === 'hidden') return;
  for (const host of watchers) host.requestUpdate();
}

/** Draws its host anew every quarter of a minute and when the page is looked at again, by one timer for all. */
export class Clock implements ReactiveController {
  private readonly host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  /** Milliseconds since 1970. */
  now(): number {
    return serverNow();
  }

  hostConnected(): void {
    watchers.add(this.host);
    if (watchers.size > 1) return;
    timer = setInterval(tick, TICK);
    document.addEventListener('visibilitychange', tick);
  }

  hostDisconnected(): void {
    watchers.delete(this.host);
    if (watchers.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  }
}
