import { Accounts, type BusinessNumber } from './accounts.ts';
import { Clock } from './clock.ts';
import { DEMO_PHONES } from './demo-phones.ts';
import { FaultSettings, Faults } from './faults.ts';
import { Live } from './live.ts';
import { type Arrival, type Call, Log } from './log.ts';
import { MediaStore } from './media.ts';
import { MessageStore } from './messages.ts';
import { NewPhone, Phones } from './phones.ts';
import { PortfolioLimits } from './portfolio-limits.ts';
import { RateLimits } from './rate-limits.ts';
import { Timers } from './timers.ts';
import { Uploads } from './uploads.ts';
import { Webhooks } from './webhooks/webhooks.ts';

/** A call that Meta's side refused. */
export type Refusal = { at: string; call: string; code: number; details: string };

/** A message that waits for its template: it goes on, or fails with this code. */
export type Held = { release: () => void; drop: (code: number) => void };

/** All there is, in memory. Everything that happens is handed this one object. */
export type Simulation = ReturnType<typeof createSimulation>;

export function createSimulation(clock: Clock = new Clock()) {
  const faults = new Faults();
  const live = new Live();
  const simulation = {
    clock,
    faults,
    live,
    accounts: new Accounts(),
    phones: new Phones(),
    messages: new MessageStore(),
    media: new MediaStore(),
    uploads: new Uploads(),
    limits: new RateLimits(),
    portfolioLimits: new PortfolioLimits(),
    /** By template: what Meta holds until it is sure of the template's quality. */
    held: new Map<string, Held[]>(),
    timers: new Timers(),
    refusals: [] as Refusal[],
    /** What each phone truly received. */
    arrivals: new Log<Arrival>(),
    calls: new Log<Call>(),
    webhooks: new Webhooks({ clock, faults, live }),
  };
  for (const phone of DEMO_PHONES) simulation.phones.create(NewPhone.parse(phone));
  return simulation;
}

/** Messages per second that a number may carry, in and out together. */
export const throughputOf = ({ faults }: Simulation, { phoneNumberId, throughput }: BusinessNumber): number =>
  faults.of(phoneNumberId).throughputPerSecond ?? (throughput === 'unlimited' ? Number.POSITIVE_INFINITY : throughput);

/** As after the start, with the accounts that are configured. */
export function reset(simulation: Simulation) {
  simulation.clock.offsetMs = 0;
  simulation.faults.set(FaultSettings.parse({}));
  simulation.limits.clear();
  simulation.portfolioLimits.clear();
  simulation.refusals.length = 0;
  simulation.arrivals.clear();
  simulation.calls.clear();
  simulation.held.clear();
  simulation.messages.clear();
  simulation.media.clear();
  simulation.uploads.clear();
  simulation.phones.clear();
  for (const phone of DEMO_PHONES) simulation.phones.create(NewPhone.parse(phone));
  simulation.webhooks.reset(simulation.accounts.all());
  simulation.live.tell({ about: 'meta' });
}
