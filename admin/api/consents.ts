import type {
  AgentConsentInput,
  ConsentImportResult,
  ConsentSettings,
  ConsentWords,
  CustomerConsents,
} from '../../contract/consent.ts';
import type { ApiClient } from './client.ts';

const of = (customer: string) => `customers/${encodeURIComponent(customer)}/consents`;

export const getConsents = (api: ApiClient, customer: string, signal?: AbortSignal) =>
  api<CustomerConsents>(of(customer), { signal });

export const recordConsent = (api: ApiClient, customer: string, input: AgentConsentInput) =>
  api<CustomerConsents>(of(customer), { method: 'POST', body: input });

export const getConsentSettings = (api: ApiClient, signal?: AbortSignal) =>
  api<ConsentSettings>('consent-settings', { signal });

export const saveConsentSettings = (api: ApiClient, settings: ConsentSettings) =>
  api<ConsentSettings>('consent-settings', { method: 'PUT', body: settings });

export const getConsentWords = (api: ApiClient, signal?: AbortSignal) =>
  api<ConsentWords>('consent-settings/words', { signal });

/** `check`: only says what would become of it. */
export const importConsents = (api: ApiClient, csv: Blob, { check }: { check: boolean }) =>
  api<ConsentImportResult>('consents/import', { method: 'POST', query: { check }, file: csv });
