import type { Stage } from '../../contract/lead-score.ts';
import type { CustomerFilter } from '../api/customers.ts';
import { STAGE_WORDS } from './event-words.ts';

export const SORTS = { score: 'Lead score', 'last-seen': 'Last seen', name: 'Name' } as const;

/** The periods of the funnel, in days; '' is all time. */
export const PERIODS = [
  ['', 'All time'],
  ['7', 'Last 7 days'],
  ['30', 'Last 30 days'],
  ['90', 'Last 90 days'],
] as const;

/** What the address asks for. What it does not know becomes its default, so that an old link still opens the list. */
export function parseFilter(search: URLSearchParams): CustomerFilter {
  const [stage, sort, kind] = ['stage', 'sort', 'kind'].map(name => search.get(name) ?? '');
  const minScore = Number(search.get('minScore') || Number.NaN);
  return {
    stage: Object.hasOwn(STAGE_WORDS, stage!) ? (stage as Stage) : null,
    hot: search.get('hot') === 'true',
    kind: kind === 'guest' || kind === 'known' ? kind : null,
    minScore: Number.isInteger(minScore) && minScore >= 0 && minScore <= 100 ? minScore : null,
    q: (search.get('q') ?? '').trim().slice(0, 200),
    sort: Object.hasOwn(SORTS, sort!) ? (sort as keyof typeof SORTS) : 'score',
  };
}

/** How many days back the funnel looks; null: to the beginning. */
export function parsePeriod(search: URLSearchParams): number | null {
  const days = search.get('days') ?? '';
  return PERIODS.some(([known]) => known === days) && days !== '' ? Number(days) : null;
}

/** The shortest address of the list that is the same but for one word of it. */
export function withWord(search: URLSearchParams, name: string, value: string): string {
  const changed = new URLSearchParams(search);
  if (value === '' || (name === 'sort' && value === 'score')) changed.delete(name);
  else changed.set(name, value);
  return `/admin/customers${changed.size > 0 ? `?${changed}` : ''}`;
}

/** Is anybody left out? */
export const isNarrow = ({ stage, hot, kind, minScore, q }: CustomerFilter): boolean =>
  stage !== null || hot || kind !== null || minScore !== null || q !== '';
