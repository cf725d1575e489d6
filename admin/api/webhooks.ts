import type { EndpointList } from '../../contract/outgoing-webhook.ts';
import type { ApiClient } from './client.ts';

/** The other systems that rules may tell. */
export const listEndpoints = (api: ApiClient, signal?: AbortSignal) => api<EndpointList>('webhooks', { signal });
