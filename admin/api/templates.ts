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
import type { TemplateExample, TemplateExampleQuery } from '../../contract/template-example.ts';
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

/** Gives Meta the example of a header. 400 or 413 with what is wrong with the file, 409 or 503 with Meta's words. */
export const uploadExample = (
  api: ApiClient,
  file: File,
  { kind, wabaId }: Pick<TemplateExampleQuery, 'kind' | 'wabaId'>,
  signal: AbortSignal,
) => {
  const query = { kind, wabaId, filename: file.name.slice(-240) };
  return api<TemplateExample>('templates/examples', { method: 'POST', query, file, signal });
};

export const deleteTemplate = (api: ApiClient, id: string) => api<null>(`templates/${id}`, { method: 'DELETE' });

export const unpauseTemplate = (api: ApiClient, id: string) =>
  api<Template>(`templates/${id}/unpause`, { method: 'POST' });

export const previewTemplate = (api: ApiClient, id: string, input: TemplatePreviewInput, signal?: AbortSignal) =>
  api<TemplatePreview>(`templates/${id}/preview`, { method: 'POST', body: input, signal });

/** The same `clientId` again is the same message. */
export const sendTemplate = (api: ApiClient, conversationId: string, input: TemplateSendInput) =>
  api<MessageAccepted>(`conversations/${conversationId}/templates`, { method: 'POST', body: input });
