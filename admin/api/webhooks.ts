import type {
  Endpoint,
  EndpointInput,
  EndpointList,
  EndpointTest,
  EndpointWithSecret,
  OutgoingDeliveries,
} from '../../contract/outgoing-webhook.ts';
import type { ApiClient } from './client.ts';

/** The other systems that rules may tell. */
export const listEndpoints = (api: ApiClient, signal?: AbortSignal) => api<EndpointList>('webhooks', { signal });
/** `secret` is told this once. */
export const createEndpoint = (api: ApiClient, input: EndpointInput) =>
  api<EndpointWithSecret>('webhooks', { method: 'POST', body: input });
export const changeEndpoint = (api: ApiClient, id: string, input: EndpointInput) =>
  api<Endpoint>(`webhooks/${id}`, { method: 'PUT', body: input });
export const switchEndpoint = (api: ApiClient, id: string, enabled: boolean) =>
  api<Endpoint>(`webhooks/${id}`, { method: 'PATCH', body: { enabled } });
/** For a day the secret before it signs too. */
export const renewSecret = (api: ApiClient, id: string) =>
  api<EndpointWithSecret>(`webhooks/${id}/secret`, { method: 'POST' });
export const removeEndpoint = (api: ApiClient, id: string) => api<null>(`webhooks/${id}`, { method: 'DELETE' });

/** One request that says that it is a test. */
export const tryEndpoint = (api: ApiClient, id: string) => api<EndpointTest>(`webhooks/${id}/test`, { method: 'POST' });
export const listOutgoing = (api: ApiClient, id: string, signal?: AbortSignal) =>
  api<OutgoingDeliveries>(`webhooks/${id}/deliveries`, { signal });
