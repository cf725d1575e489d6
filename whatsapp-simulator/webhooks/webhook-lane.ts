import type { Account } from '../accounts.ts';
import { backoff } from './backoff.ts';
import { encodeLikeMeta } from './encode.ts';
import { entries } from './entries.ts';
import { networkReason, shakeHands } from './handshake.ts';
import { signatureOf } from './signature.ts';

const ANSWER_TIMEOUT_MS = 10_000;
const KEPT = 500;

/** One change of a webhook. `label` names it for people: `text`, `delivered` … */
export type Update = {
  field: string;
  label: string;
  value: object;
  /** Where the faults tell statuses from messages. */
  kind?: 'statuses' | 'messages';
  /** What is not about messages has an entry of its own, with the time, and sometimes another id than the account's. */
  entry?: { at: Date; id?: string | undefined };
};

/** One POST and what became of it. `status`: the last HTTP answer, or why there was none. */
export type Delivery = {
  readonly id: number;
  readonly labels: string[];
  readonly body: string;
  state: 'pending' | 'delivered';
  attempts: number;
  status: number | string | null;
  lastAttemptAt: string | null;
};

type Pace = { batch: number; concurrency: number; paused: boolean };
type Options = { now: () => Date; changed: () => void; pace: () => Pace };

/**
 * Brings one account's updates to its webhook. What is waiting together travels together. A POST that is not answered
 * with 200 comes again with the same bytes while later ones go on; with one POST at a time order is only lost across
 * such retries. Nothing is given up while the process lives.
 */
export class WebhookLane {
  handshake: { state: 'trying' | 'verified'; attempts: number; reason: string | null } = newHandshake();
  readonly #deliveries: Delivery[] = [];
  #account: Account;
  readonly #options: Options;
  readonly #closed = new AbortController();
  readonly #timers = new Set<NodeJS.Timeout>();
  #fresh: Update[] = [];
  #again: Delivery[] = [];
  #underWay = 0;
  #willRun = false;
  #lastId = 0;

  constructor(account: Account, options: Options) {
    this.#account = account;
    this.#options = options;
    void this.#verify(account);
  }

  /** The account was configured anew. The webhook must prove itself again; what waits goes to the new address. */
  use(account: Account) {
    this.#account = account;
    this.handshake = newHandshake();
    void this.#verify(account);
  }

  push(update: Update) {
    this.#fresh.push(update);
    if (this.#willRun) return;
    this.#willRun = true;
    setImmediate(() => this.wake());
  }

  /** Posts what waits, as far as the pace allows. */
  wake() {
    this.#willRun = false;
    while (this.#mayPost()) {
      const next = this.#again.shift() ?? this.#pack();
      if (!next) return;
      this.#underWay++;
      void this.#attempt(next).finally(() => {
        this.#underWay--;
        this.wake();
      });
    }
  }

  /** The newest POSTs, newest first. */
  latest(limit: number): Delivery[] {
    return this.#deliveries.slice(-limit).reverse();
  }

  get waiting(): number {
    return this.#fresh.length + this.#deliveries.filter(delivery => delivery.state === 'pending').length;
  }

  close() {
    this.#closed.abort();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #verify(account: Account) {
    const result = await shakeHands(account, this.#signal());
    // A newer configuration has its own handshake under way.
    if (account !== this.#account || this.#closed.signal.aborted) return;
    this.handshake.attempts++;
    this.handshake.reason = result.verified ? null : result.reason;
    this.handshake.state = result.verified ? 'verified' : 'trying';
    this.#options.changed();
    if (result.verified) this.wake();
    else this.#later(backoff(this.handshake.attempts), () => void this.#verify(account));
  }

  #mayPost(): boolean {
    const { concurrency, paused } = this.#options.pace();
    const isReady = this.handshake.state === 'verified' && !this.#closed.signal.aborted;
    return isReady && !paused && this.#underWay < concurrency;
  }

  #pack(): Delivery | undefined {
    if (this.#fresh.length === 0) return undefined;
    const updates = this.#fresh.splice(0, this.#options.pace().batch);
    const entry = entries(this.#account.wabaId, updates);
    const delivery: Delivery = {
      id: ++this.#lastId,
      labels: updates.map(update => update.label),
      body: encodeLikeMeta({ object: 'whatsapp_business_account', entry }),
      state: 'pending',
      attempts: 0,
      status: null,
      lastAttemptAt: null,
    };
    this.#deliveries.push(delivery);
    return delivery;
  }

  async #attempt(delivery: Delivery) {
    delivery.attempts++;
    delivery.lastAttemptAt = this.#options.now().toISOString();
    delivery.status = await this.#post(delivery.body);
    if (delivery.status === 200) {
      delivery.state = 'delivered';
      this.#forgetOld();
    } else {
      this.#later(backoff(delivery.attempts), () => {
        this.#again.push(delivery);
        this.wake();
      });
    }
    this.#options.changed();
  }

  async #post(body: string): Promise<number | string> {
    try {
      const answer = await fetch(this.#account.webhookUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'facebookexternalua',
          'x-hub-signature-256': signatureOf(body, this.#account.appSecret),
        },
        body,
        redirect: 'manual',
        signal: this.#signal(),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch (error) {
      return networkReason(error);
    }
  }

  #forgetOld() {
    const tooMany = this.#deliveries.length - KEPT;
    if (tooMany <= 0) return;
    const oldest = this.#deliveries.findIndex(delivery => delivery.state === 'delivered');
    if (oldest >= 0) this.#deliveries.splice(oldest, 1);
  }

  #signal() {
    return AbortSignal.any([this.#closed.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
  }

  #later(ms: number, work: () => void) {
    if (this.#closed.signal.aborted) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}

const newHandshake = () => ({ state: 'trying' as const, attempts: 0, reason: null });
