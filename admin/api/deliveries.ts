import type { DeliveryList, DeliveryView, SendingState } from '../../contract/delivery.ts';
import type { ApiClient } from './client.ts';

export const listDeliveries = (api: ApiClient, view: DeliveryView, cursor: string | null, signal?: AbortSignal) =>
  api<DeliveryList>(`deliveries?view=${view}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, { signal });
export const readSending = (api: ApiClient, signal?: AbortSignal) => api<SendingState>('deliveries/state', { signal });
export const sendAgain = (api: ApiClient, id: string) => api<null>(`deliveries/${id}/send-again`, { method: 'POST' });
export const giveUp = (api: ApiClient, id: string) => api<null>(`deliveries/${id}/give-up`, { method: 'POST' });
