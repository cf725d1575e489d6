import type {
  AutomationSettings,
  Rule,
  RuleDefinition,
  RuleList,
  RuleVersions,
  RunPage,
  RunState,
} from '../../contract/automation.ts';
import type { RuleFunnel } from '../../contract/automation-funnel.ts';
import type {
  MessagePreview,
  MessagePreviewInput,
  TestSendInput,
  TestSent,
} from '../../contract/automation-preview.ts';
import type { Why } from '../../contract/automation-why.ts';
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
export const createAutomation = (api: ApiClient, definition: RuleDefinition) =>
  api<Rule>('automations', { method: 'POST', body: { definition } });
/** `made`: the version that the change was made from; 412 `precondition-failed` if there is a newer one. */
export const changeAutomation = (api: ApiClient, id: string, made: number, definition: RuleDefinition) =>
  api<Rule>(`automations/${id}`, { method: 'PUT', body: { definition }, headers: { 'if-match': `"${made}"` } });

/** Whose runs: those of a rule, or of a customer. */
export type RunsOf = { rule: string } | { customer: string };

type Which = { state: RunState | null; cursor: string | null };

export const listRuns = (api: ApiClient, of: RunsOf, query: Which, signal?: AbortSignal) =>
  api<RunPage>('rule' in of ? `automations/${of.rule}/runs` : `customers/${of.customer}/automation-runs`, {
    query: { ...query, limit: 20 },
    signal,
  });

/** Why a customer got something by a rule, or did not. */
export const explainRule = (api: ApiClient, id: string, customer: string, signal?: AbortSignal) =>
  api<Why>(`automations/${id}/why`, { query: { customer }, signal });

export const getAutomationSettings = (api: ApiClient, signal?: AbortSignal) =>
  api<AutomationSettings>('automations/settings', { signal });
export const saveAutomationSettings = (api: ApiClient, settings: AutomationSettings) =>
  api<AutomationSettings>('automations/settings', { method: 'PUT', body: settings });

/** Of runs that began within so many days; `version` null: of all versions. */
export const getRuleFunnel = (
  api: ApiClient,
  id: string,
  query: { days: number; version: number | null },
  signal?: AbortSignal,
) => api<RuleFunnel>(`automations/${id}/funnel`, { query, signal });

/** What a step's message would be for a customer; nothing is sent. */
export const previewMessage = (api: ApiClient, input: MessagePreviewInput, signal?: AbortSignal) =>
  api<MessagePreview>('automations/preview', { method: 'POST', body: input, signal });
/** The same `clientId` again is the same message. 409 `channel-unavailable`, `service-window-closed`. */
export const tryMessage = (api: ApiClient, input: TestSendInput) =>
  api<TestSent>('automations/test-sends', { method: 'POST', body: input });
