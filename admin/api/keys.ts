import type { ApiKey, ApiKeyCreated } from '../../contract/commerce.ts';
import type { ApiClient } from './client.ts';

export type IdentityKey = { id: string; createdAt: string };

export const listApiKeys = async (api: ApiClient, signal?: AbortSignal) =>
  (await api<{ apiKeys: ApiKey[] }>('api-keys', { signal })).apiKeys;
export const makeApiKey = (api: ApiClient, name: string) =>
  api<ApiKeyCreated>('api-keys', { method: 'POST', body: { name } });
export const revokeApiKey = (api: ApiClient, id: string) => api<null>(`api-keys/${id}`, { method: 'DELETE' });

export const listIdentityKeys = async (api: ApiClient, signal?: AbortSignal) =>
  (await api<{ identityKeys: IdentityKey[] }>('identity-keys', { signal })).identityKeys;
/** `secret` is shown this once. */
export const makeIdentityKey = (api: ApiClient) =>
  api<IdentityKey & { secret: string }>('identity-keys', { method: 'POST' });
export const revokeIdentityKey = (api: ApiClient, id: string) => api<null>(`identity-keys/${id}`, { method: 'DELETE' });
