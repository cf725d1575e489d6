import type { FaultView } from './api.ts';

/** One setting of the faults panel: what people call it, and where it is in `PUT /simulator/faults`. */
export type FaultField = {
  label: string;
  path: string[];
  /** Rates are shown in percent. */
  kind: 'percent' | 'milliseconds' | 'number' | 'switch';
};

/** The settings that people reach by hand, in groups; the API has more. */
export const FAULT_GROUPS: { title: string; fields: FaultField[] }[] = [
  {
    title: 'Calls',
    fields: [
      { label: 'Requests lost', path: ['loseRequests'], kind: 'percent' },
      { label: 'Answers lost', path: ['loseAnswers'], kind: 'percent' },
      { label: 'Answers garbled', path: ['garble'], kind: 'percent' },
      { label: 'Answers late by', path: ['answerDelayMs'], kind: 'milliseconds' },
      { label: 'Messages a second', path: ['throughputPerSecond'], kind: 'number' },
      { label: 'Limit per person', path: ['pairRate'], kind: 'switch' },
      { label: 'Unknown numbers have WhatsApp', path: ['adoptUnknown'], kind: 'switch' },
    ],
  },
  {
    title: 'Webhooks',
    fields: [
      { label: 'Lost', path: ['webhooks', 'lose'], kind: 'percent' },
      { label: 'Statuses lost', path: ['webhooks', 'statuses', 'lose'], kind: 'percent' },
      { label: 'Doubled', path: ['webhooks', 'duplicate'], kind: 'percent' },
      { label: 'Out of order', path: ['webhooks', 'reorder'], kind: 'percent' },
      { label: 'Held back', path: ['webhooks', 'paused'], kind: 'switch' },
    ],
  },
];

/** What a field holds now, in its own unit; empty where nothing is set. */
export function readField(faults: FaultView, { path, kind }: FaultField): string | boolean {
  const value = path.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], faults);
  if (kind === 'switch') return value === true;
  if (typeof value !== 'number') return '';
  return String(kind === 'percent' ? Math.round(value * 1000) / 10 : value);
}

/** The faults with this one changed; an empty number is no limit, an empty rate is none. */
export function writeField(faults: FaultView, { path, kind }: FaultField, given: string | boolean): FaultView {
  const value = typeof given === 'boolean' ? given : given === '' ? (kind === 'number' ? null : 0) : Number(given);
  return put(faults, path, kind === 'percent' ? Number(value) / 100 : value);
}

function put<T extends object>(whole: T, [name, ...rest]: string[], value: unknown): T {
  const part = (whole as Record<string, unknown>)[name!];
  return { ...whole, [name!]: rest.length === 0 ? value : put((part ?? {}) as object, rest, value) };
}
