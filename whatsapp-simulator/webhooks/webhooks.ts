import type { Account } from '../accounts.ts';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { Live } from '../live.ts';
import { Timers } from '../timers.ts';
import { type Update, WebhookLane } from './webhook-lane.ts';

type Deps = { clock: Clock; faults: Faults; live: Live };

/** Every account's lane, behind the faults that may strike an update before it gets there. */
export class Webhooks {
  readonly #lanes = new Map<string, WebhookLane>();
  readonly #held = new Map<WebhookLane, Update[]>();
  readonly #timers = new Timers();
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  configure(account: Account) {
    const lane = this.#lanes.get(account.wabaId);
    if (lane) lane.use(account);
    else this.#lanes.set(account.wabaId, this.#open(account));
  }

  lane(account: Account): WebhookLane | undefined {
    return this.#lanes.get(account.wabaId);
  }

  send(account: Account, update: Update) {
    const lane = this.#lanes.get(account.wabaId);
    if (!lane || !account.subscribed) return;
    const { faults } = this.#deps;
    const { lose, duplicate, reorder, delay } = faults.ofUpdates(update.kind ?? null);
    if (faults.strikes(lose)) return;
    const copies = faults.strikes(duplicate) ? [update, update] : [update];
    if (delay && faults.strikes(delay.rate)) this.#timers.later(faults.lateness(delay), () => this.#push(lane, copies));
    else if (faults.strikes(reorder)) this.#hold(lane, copies);
    else this.#push(lane, copies);
  }

  /** What was paused may go on. */
  faultsChanged() {
    for (const lane of this.#lanes.values()) lane.wake();
  }

  /** Forgets what waits and what went; the webhooks prove themselves again. */
  reset(accounts: Account[]) {
    this.close();
    this.#lanes.clear();
    for (const account of accounts) this.configure(account);
  }

  close() {
    this.#timers.clear();
    this.#held.clear();
    for (const lane of this.#lanes.values()) lane.close();
  }

  #open(account: Account) {
    const { clock, live, faults } = this.#deps;
    return new WebhookLane(account, {
      now: () => clock.now(),
      changed: () => live.tell({ about: 'meta' }),
      pace: () => faults.settings.webhooks,
    });
  }

  #push(lane: WebhookLane, updates: Update[]) {
    for (const update of updates) lane.push(update);
    const held = this.#held.get(lane);
    if (!held) return;
    this.#held.delete(lane);
    for (const update of held) lane.push(update);
  }

  /** A held update goes after the next one, or alone if none comes within a second. */
  #hold(lane: WebhookLane, updates: Update[]) {
    this.#held.set(lane, [...(this.#held.get(lane) ?? []), ...updates]);
    this.#timers.later(1_000, () => this.#push(lane, []));
  }
}
