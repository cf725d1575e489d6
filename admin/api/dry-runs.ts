import type {
  DryRun,
  DryRunInput,
  DryRunList,
  DryRunOutcome,
  DryRunSamples,
  MessagePrices,
  MessagePricesInput,
} from '../../contract/dry-run.ts';
import type { ApiClient } from './client.ts';

/** Which rule is replayed: one that is there, or a recipe. */
export type DryRunOf = { automation: string } | { recipe: string };

const PATH = 'automations/dry-runs';

/** Newest first. */
export const listDryRuns = (api: ApiClient, of: DryRunOf, signal?: AbortSignal) =>
  api<DryRunList>(PATH, { query: { ...of }, signal });
/** 409 `conflict`: another one is under way. */
export const startDryRun = (api: ApiClient, input: DryRunInput) => api<DryRun>(PATH, { method: 'POST', body: input });
export const cancelDryRun = (api: ApiClient, id: string) => api<DryRun>(`${PATH}/${id}/cancel`, { method: 'POST' });
/** `only` null: of all outcomes. */
export const listSamples = (
  api: ApiClient,
  id: string,
  only: { outcome: DryRunOutcome; reason: string } | null,
  signal?: AbortSignal,
) => api<DryRunSamples>(`${PATH}/${id}/samples`, { query: { ...only }, signal });

export const getMessagePrices = (api: ApiClient, signal?: AbortSignal) =>
  api<MessagePrices>('message-prices', { signal });
export const saveMessagePrices = (api: ApiClient, prices: MessagePricesInput) =>
  api<MessagePrices>('message-prices', { method: 'PUT', body: prices });
