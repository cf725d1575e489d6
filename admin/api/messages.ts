import type { AgentMessageInput } from '../../contract/conversation.ts';
import type { MessagePage } from '../../contract/message.ts';
import type { MessageAccepted } from '../../contract/storefront.ts';
import type { ApiClient } from './client.ts';

/** The newest page, or the one before a position; oldest first. */
export const listMessages = (api: ApiClient, conversationId: string, before: number | null, signal?: AbortSignal) =>
  api<MessagePage>(`conversations/${conversationId}/messages`, { query: { before }, signal });

/** The same `clientId` again is the same message. 409 `service-window-closed`, 409 `channel-unavailable`. */
export const sendMessage = (api: ApiClient, conversationId: string, input: AgentMessageInput, signal?: AbortSignal) =>
  api<MessageAccepted>(`conversations/${conversationId}/messages`, { method: 'POST', body: input, signal });
