import type {
  CustomerJourney,
  CustomerList,
  Funnel,
  Merge,
  TimelineFilter,
  TimelinePage,
} from '../../contract/journey.ts';
import type { ScorePreview, ScoreSettings, ScoreTable, Stage } from '../../contract/lead-score.ts';
import type { ApiClient } from './client.ts';

/** Which customers, in which order. */
export type CustomerFilter = {
  stage: Stage | null;
  hot: boolean;
  kind: 'guest' | 'known' | null;
  minScore: number | null;
  q: string;
  sort: 'score' | 'last-seen' | 'name';
};

export const listCustomers = (
  api: ApiClient,
  { hot, ...filter }: CustomerFilter,
  cursor: string | null,
  signal?: AbortSignal,
) => api<CustomerList>('customers', { query: { ...filter, hot: hot || null, cursor, limit: 100 }, signal });

/** Of those first seen within so many days; null: of all. */
export const getFunnel = (api: ApiClient, days: number | null, signal?: AbortSignal) =>
  api<Funnel>('customers/funnel', { query: { days }, signal });

export const getCustomer = (api: ApiClient, id: string, signal?: AbortSignal) =>
  api<CustomerJourney>(`customers/${encodeURIComponent(id)}`, { signal });

export const getTimeline = (
  api: ApiClient,
  id: string,
  { show, cursor, limit }: { show: TimelineFilter | null; cursor: string | null; limit?: number },
  signal?: AbortSignal,
) => api<TimelinePage>(`customers/${encodeURIComponent(id)}/timeline`, { query: { show, cursor, limit }, signal });

export const undoMerge = (api: ApiClient, id: string) => api<Merge>(`merges/${id}/undo`, { method: 'POST' });

export const getScoreSettings = (api: ApiClient, signal?: AbortSignal) => api<ScoreSettings>('lead-score', { signal });
export const saveScoreTable = (api: ApiClient, table: ScoreTable) =>
  api<ScoreSettings>('lead-score', { method: 'PUT', body: table });
export const previewScoreTable = (api: ApiClient, table: ScoreTable) =>
  api<ScorePreview>('lead-score/preview', { method: 'POST', body: table });
