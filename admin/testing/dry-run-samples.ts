import type { DryRun, DryRunMessage, DryRunResult, DryRunSample } from '../../contract/dry-run.ts';
import { id, minute } from './samples.ts';

const message = (changes: Partial<DryRunMessage> = {}): DryRunMessage => ({
  ...{ channel: 'template', category: 'marketing', country: 'BR', count: 4, price: '0.25' },
  ...changes,
});

export const dryRunResult = (changes: Partial<DryRunResult> = {}): DryRunResult => ({
  ...{ people: 6, runs: 8 },
  outcomes: [
    { outcome: 'sent', reason: 'template', runs: 4 },
    { outcome: 'sent', reason: 'panel', runs: 1 },
    { outcome: 'suppressed', reason: 'no-opt-in', runs: 3 },
  ],
  days: [
    { day: '2026-03-08', sent: 4, other: 1 },
    { day: '2026-03-10', sent: 1, other: 2 },
  ],
  messages: [message(), message({ channel: 'panel', category: null, country: null, count: 1, price: '0' })],
  cost: { currency: 'EUR', amount: '0.25', unpriced: 0 },
  unknown: [],
  ...changes,
});

export const NOBODY = dryRunResult({
  ...{ people: 0, runs: 0, outcomes: [], days: [], messages: [] },
  cost: { currency: null, amount: '0', unpriced: 0 },
});

/** Of the first rule, done at minute 5. */
export const dryRun = (changes: Partial<DryRun> = {}): DryRun => ({
  ...{ id: id(40), automation: id(1), recipe: null, name: 'Cart left', state: 'done' },
  ...{ from: '2026-03-08T12:00:00.000Z', to: minute(0), progress: { looked: 40, of: 40 } },
  ...{ result: dryRunResult(), createdAt: minute(0), endedAt: minute(5) },
  ...changes,
});

export const dryRunSample = (n: number, changes: Partial<DryRunSample> = {}): DryRunSample => ({
  ...{ id: id(50 + n), customer: { id: id(3), name: 'Ana Souza', phone: null } },
  ...{ outcome: 'sent', reason: 'template', startedAt: minute(0), uncertain: null },
  decisions: [
    {
      ...{ at: minute(0), step: 0, outcome: 'planned', reason: 'cart-left', message: null },
      words: 'Looked at on 2026-03-10 13:00 UTC.',
    },
    {
      ...{ at: minute(60), step: 0, outcome: 'sent', reason: 'template', message: 'Hi Ana, your sofa waits.' },
      words: 'Sent by WhatsApp as a template.',
    },
  ],
  ...changes,
});
