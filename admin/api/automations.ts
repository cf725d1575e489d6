import type {
  AutomationSettings,
  Rule,
  RuleDefinition,
  RuleList,
  RuleVersions,
  RunPage,
  RunState,
} from '../../contract/automation.ts';
import type { ApiClient } from './client.ts';

export const listAutomations = (api: ApiClient, signal?: AbortSignal) => api<RuleList>('automations', { signal });
export const getAutomation = (api: ApiClient, id: string, signal?: AbortSignal) =>
  api<Rule>(`automations/${id}`, { signal });
export const getVersions = (api: ApiClient, id: string, signal?: AbortSignal) =>
  api<RuleVersions>(`automations/${id}/versions`, { signal });
export const installRecipe = (api: ApiClient, recipe: string) =>
  api<Rule>('automations/recipes', { method: 'POST', body: { recipe } });
export const switchAutomation = (api: ApiClient, id: string, enabled: boolean) =>
  api<Rule>(`automations/${id}`, { method: 'PATCH', body: { enabled } });
export const changeAutomation = (api: ApiClient, id: string, definition: RuleDefinition) =>
  api<Rule>(`automations/${id}`, { method: 'PUT', body: { definition } });

/** Whose runs: those of a rule, or of a customer. */
export type RunsOf = { rule: string } | { customer: string };

type Which = { state: RunState | null; cursor: string | null };

export const listRuns = (api: ApiClient, of: RunsOf, query: Which, signal?: AbortSignal) =>
  api<RunPage>('rule' in of ? `automations/${of.rule}/runs` : `customers/${of.customer}/automation-runs`, {
    query: { ...query, limit: 20 },
    signal,
  });

export const getAutomationSettings = (api: ApiClient, signal?: AbortSignal) =>
  api<AutomationSettings>('automations/settings', { signal });
export const saveAutomationSettings = (api: ApiClient, settings: AutomationSettings) =>
  api<AutomationSettings>('automations/settings', { method: 'PUT', body: settings });
