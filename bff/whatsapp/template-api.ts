import { explainError } from './error-classes.ts';
import { exampleUpload, type UploadExample } from './example-upload.ts';
import {
  type Ambiguous,
  type GraphAnswer,
  type GraphSettings,
  graphDelete,
  graphGet,
  graphPost,
  type Refused,
  type Unreachable,
} from './graph-request.ts';
import { idOf, type JsonObject, listOf, objectOf, storable, textOf } from './json.ts';

type Failed = Refused | Ambiguous | Unreachable;
type Caller = { accessToken: string };

/** A template as Meta's management API tells it; words that we do not know are kept as they are. */
export type MetaTemplate = {
  metaId: string;
  name: string;
  language: string;
  category: string;
  status: string;
  quality: string | null;
  parameterFormat: 'POSITIONAL' | 'NAMED';
  components: Record<string, unknown>[];
  rejectedReason: string | null;
  previousCategory: string | null;
  correctCategory: string | null;
};

export type NewTemplate = {
  name: string;
  language: string;
  category: string;
  parameterFormat: 'POSITIONAL' | 'NAMED';
  components: Record<string, unknown>[];
};

/** Message templates of a WhatsApp Business Account (Meta, "Message templates"). It never throws and never logs. */
export type TemplateApi = {
  /** One page. `next`: ask with it for the next one. */
  listTemplates(
    request: Caller & { wabaId: string; after?: string | undefined },
  ): Promise<{ kind: 'page'; templates: MetaTemplate[]; next: string | null } | Failed>;
  /** Submits a new one. `status` is PENDING as a rule; Meta may correct the category at once. */
  createTemplate(
    request: Caller & { wabaId: string; template: NewTemplate },
  ): Promise<{ kind: 'created'; metaId: string; status: string; category: string } | Failed>;
  /** Submits it anew with other words. Name and language stay; so does the category of an approved one. */
  editTemplate(
    request: Caller & { metaId: string; template: Pick<NewTemplate, 'components' | 'category'> },
  ): Promise<{ kind: 'done' } | Failed>;
  /** Deletes it in one language. */
  deleteTemplate(
    request: Caller & { wabaId: string; metaId: string; name: string },
  ): Promise<{ kind: 'done' } | Failed>;
  /** Ends a pause that Meta made to keep a campaign from going too fast; one for low quality ends by itself. */
  unpauseTemplate(request: Caller & { metaId: string }): Promise<{ kind: 'done' } | Failed>;
  uploadExample: UploadExample;
};

const FIELDS =
  'id,name,language,category,status,quality_score,parameter_format,components,rejected_reason,previous_category,correct_category';
const PAGE = 100;

export function templateApi(settings: GraphSettings): TemplateApi {
  return {
    async listTemplates({ wabaId, after, accessToken }) {
      const query = new URLSearchParams({ fields: FIELDS, limit: String(PAGE), ...(after ? { after } : {}) });
      const answer = await graphGet(settings, { path: `${pathOf(wabaId)}?${query}`, accessToken });
      return answer.kind === 'answered' ? pageOf(answer.body, after) : answer;
    },

    async createTemplate({ wabaId, template, accessToken }) {
      const { parameterFormat, ...rest } = template;
      const body = { ...rest, parameter_format: parameterFormat };
      const answer = await graphPost(settings, { path: pathOf(wabaId), accessToken, body });
      if (answer.kind !== 'answered') return answer;
      const { id, status, category } = answer.body;
      const metaId = idOf(id);
      if (!metaId) return { kind: 'ambiguous', reason: "an answer without the template's id" };
      return {
        kind: 'created',
        metaId,
        status: textOf(status) ?? 'PENDING',
        category: textOf(category) ?? template.category,
      };
    },

    uploadExample: exampleUpload(settings),

    editTemplate: async ({ metaId, template, accessToken }) =>
      done(await graphPost(settings, { path: encodeURIComponent(metaId), accessToken, body: template })),

    async deleteTemplate({ wabaId, metaId, name, accessToken }) {
      const query = new URLSearchParams({ hsm_id: metaId, name });
      return done(await graphDelete(settings, { path: `${pathOf(wabaId)}?${query}`, accessToken }));
    },

    async unpauseTemplate({ metaId, accessToken }) {
      const path = `${encodeURIComponent(metaId)}/unpause`;
      const answer = await graphPost(settings, { path, accessToken, body: {} });
      return answer.kind === 'answered' && answer.body.success === false ? declined(answer.body) : done(answer);
    },
  };
}

/** Of a pause Meta says no with a 200. */
const declined = (body: JsonObject): Refused => ({
  kind: 'refused',
  httpStatus: 200,
  code: null,
  title: textOf(body.reason) ?? 'Meta does not end the pause.',
  details: '',
  ...explainError(null, 200),
});

const pathOf = (wabaId: string) => `${encodeURIComponent(wabaId)}/message_templates`;

const done = (answer: GraphAnswer): { kind: 'done' } | Failed =>
  answer.kind === 'answered' ? { kind: 'done' } : answer;

function pageOf(
  body: JsonObject,
  after: string | undefined,
): { kind: 'page'; templates: MetaTemplate[]; next: string | null } | Ambiguous {
  // Without the list itself this is no page, and no reason to believe that there are no templates.
  if (!Array.isArray(body.data)) return { kind: 'ambiguous', reason: 'an answer without templates' };
  const templates = listOf(body.data).flatMap(each => templateOf(each) ?? []);
  const paging = objectOf(body.paging);
  const cursor = textOf(objectOf(paging?.cursors)?.after);
  // Meta gives a cursor with the last page too; only `next` says that there is more.
  const next = textOf(paging?.next) && cursor !== after ? cursor : undefined;
  return { kind: 'page', templates, next: next ?? null };
}

function templateOf(each: JsonObject): MetaTemplate | undefined {
  const [metaId, name, language] = [idOf(each.id), textOf(each.name), textOf(each.language)];
  if (!metaId || !name || !language || !Array.isArray(each.components)) return undefined;
  return {
    metaId,
    name,
    language,
    category: textOf(each.category) ?? 'UNKNOWN',
    status: textOf(each.status) ?? 'UNKNOWN',
    quality: textOf(objectOf(each.quality_score)?.score) ?? null,
    parameterFormat: each.parameter_format === 'NAMED' ? 'NAMED' : 'POSITIONAL',
    components: listOf(storable(each.components)) as Record<string, unknown>[],
    rejectedReason: reasonOf(each.rejected_reason),
    previousCategory: textOf(each.previous_category) ?? null,
    correctCategory: textOf(each.correct_category) ?? null,
  };
}

/** Meta says NONE where there is none. */
export const reasonOf = (value: unknown): string | null => {
  const reason = textOf(value);
  return reason === undefined || reason === 'NONE' ? null : reason;
};
