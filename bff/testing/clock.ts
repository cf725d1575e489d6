import type { Clock } from '../domain/clock.ts';

/** A clock that stands still until it is told to go on. */
export class FixedClock implements Clock {
  #now: number;

  constructor(start: string | Date = '2026-03-10T12:00:00Z') {
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}
