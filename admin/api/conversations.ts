import type {
  ConversationChange,
  ConversationDetail,
  ConversationList,
  InboxCounts,
  InboxView,
} from '../../contract/conversation.ts';
import type { SendOutlook } from '../../contract/send-outlook.ts';
import type { ApiClient } from './client.ts';

/** Which part of the inbox. */
export type InboxFilter = { view: InboxView; unread: boolean; q: string };

export const listConversations = (
  api: ApiClient,
  { view, unread, q }: InboxFilter,
  page: { cursor: string | null; limit?: number },
  signal?: AbortSignal,
) =>
  api<ConversationList>('conversations', {
    query: { view, unread: unread || null, q, cursor: page.cursor, limit: page.limit },
    signal,
  });

export const countConversations = (api: ApiClient, signal?: AbortSignal) =>
  api<InboxCounts>('conversations/counts', { signal });

/** 404 when there is none, or it was merged into another. */
export const getConversation = (api: ApiClient, id: string, signal?: AbortSignal) =>
  api<ConversationDetail>(`conversations/${id}`, { signal });

export const changeConversation = (api: ApiClient, id: string, change: ConversationChange) =>
  api<ConversationDetail>(`conversations/${id}`, { method: 'PATCH', body: change });

/** Every agent sees the conversation as read up to this position. */
export const markRead = (api: ApiClient, id: string, upTo: number) =>
  api<null>(`conversations/${id}/read`, { method: 'POST', body: { upTo } });

export const sendTyping = (api: ApiClient, id: string, typing: boolean) =>
  api<null>(`conversations/${id}/typing`, { method: 'POST', body: { typing } });

export const getOutlook = (api: ApiClient, id: string, signal?: AbortSignal) =>
  api<SendOutlook>(`conversations/${encodeURIComponent(id)}/outlook`, { signal });
