import type { MessageAccepted } from '../../contract/storefront.ts';
import type {
  Template,
  TemplateCheck,
  TemplateDraft,
  TemplateList,
  TemplatePreview,
  TemplatePreviewInput,
  TemplateSendInput,
} from '../../contract/template.ts';
import type { ApiClient } from './client.ts';

export const listTemplates = (api: ApiClient, signal?: AbortSignal) => api<TemplateList>('templates', { signal });

/** Asks Meta. 409 or 503 with its words. */
export const syncTemplates = (api: ApiClient) => api<TemplateList>('templates/sync', { method: 'POST' });

export const getTemplate = (api: ApiClient, id: string, signal?: AbortSignal) =>
  api<Template>(`templates/${encodeURIComponent(id)}`, { signal });

export const checkDraft = (api: ApiClient, draft: TemplateDraft, signal?: AbortSignal) =>
  api<TemplateCheck>('templates/check', { method: 'POST', body: { draft }, signal });

export const createTemplate = (api: ApiClient, draft: TemplateDraft, wabaId: string | undefined) =>
  api<Template>('templates', { method: 'POST', body: { draft, wabaId } });

export const editTemplate = (api: ApiClient, id: string, draft: TemplateDraft) =>
  api<Template>(`templates/${id}`, { method: 'PUT', body: { draft } });

export const deleteTemplate = (api: ApiClient, id: string) => api<null>(`templates/${id}`, { method: 'DELETE' });

export const unpauseTemplate = (api: ApiClient, id: string) =>
  api<Template>(`templates/${id}/unpause`, { method: 'POST' });

export const previewTemplate = (api: ApiClient, id: string, input: TemplatePreviewInput, signal?: AbortSignal) =>
  api<TemplatePreview>(`templates/${id}/preview`, { method: 'POST', body: input, signal });

/** The same `clientId` again is the same message. */
export const sendTemplate = (api: ApiClient, conversationId: string, input: TemplateSendInput) =>
  api<MessageAccepted>(`conversations/${conversationId}/templates`, { method: 'POST', body: input });
