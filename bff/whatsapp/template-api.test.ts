import assert from 'node:assert/strict';
import { test } from 'node:test';
import { templateApi } from './template-api.ts';

const accessToken = 'EAAG-canary-token';
type Seen = { method: string; url: string; body: unknown };

/** A client whose Meta answers these, one after the other, and what Meta saw. */
function against(...answers: { status?: number; body: unknown }[]) {
  const seen: Seen[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    seen.push({ method: init?.method ?? 'GET', url: String(input), body });
    const { status = 200, body: answer } = answers.shift()!;
    return new Response(JSON.stringify(answer), { status });
  };
  return { api: templateApi({ baseUrl: 'https://meta', version: 'v25.0', timeoutMs: 1000, fetch }), seen };
}

const told = { id: '7', name: 'hi', language: 'en', status: 'APPROVED', category: 'UTILITY', components: [] };

test('a page is followed by the next while Meta says that there is one, and not by its cursor alone', async () => {
  const cursors = { before: 'a', after: 'b' };
  const { api, seen } = against(
    { body: { data: [told], paging: { cursors, next: 'https://meta/next' } } },
    { body: { data: [], paging: { cursors } } },
  );
  const first = await api.listTemplates({ wabaId: '1', accessToken });
  assert.deepEqual([first.kind, first.kind === 'page' && first.next], ['page', 'b']);
  const last = await api.listTemplates({ wabaId: '1', accessToken, after: 'b' });
  assert.deepEqual([last.kind, last.kind === 'page' && last.next], ['page', null]);
  assert.match(seen[1]!.url, /^https:\/\/meta\/v25\.0\/1\/message_templates\?.*after=b/);
});

test('an answer without a list is no empty list, and what is no template is left out', async () => {
  const odd = { ...told, components: 'none' };
  const { api } = against({ body: { success: true } }, { body: { data: [odd, null, { id: 1 }, told] } });
  assert.equal((await api.listTemplates({ wabaId: '1', accessToken })).kind, 'ambiguous');
  const page = await api.listTemplates({ wabaId: '1', accessToken });
  assert.deepEqual(page.kind === 'page' && page.templates.map(({ metaId }) => metaId), ['7']);
});

test('what Meta refuses is explained by its subcode, in its words behind ours, without the token', async () => {
  const error = {
    ...{ code: 100, error_subcode: 2388293, message: `Invalid parameter ${accessToken}` },
    ...{ error_user_title: 'Ratio', error_user_msg: `Too many variables ${accessToken}` },
  };
  const { api } = against({ status: 400, body: { error } });
  const template = { name: 'x', language: 'en', category: 'UTILITY', parameterFormat: 'POSITIONAL' as const };
  const refused = await api.createTemplate({ wabaId: '1', accessToken, template: { ...template, components: [] } });
  assert.ok(refused.kind === 'refused');
  assert.deepEqual([refused.code, refused.details], [2388293, 'Too many variables [token]']);
  assert.match(refused.explanation, /too many values for its few words/);
  assert.ok(!JSON.stringify(refused).includes(accessToken));
});

test('made, edited, deleted and unpaused as Meta documents it', async () => {
  const done = { body: { success: true } };
  const { api, seen } = against({ body: { id: '8', status: 'PENDING', category: 'MARKETING' } }, done, done, done);
  const template = {
    name: 'x',
    language: 'en',
    category: 'UTILITY',
    parameterFormat: 'NAMED' as const,
    components: [],
  };
  assert.deepEqual(await api.createTemplate({ wabaId: '1', accessToken, template }), {
    ...{ kind: 'created', metaId: '8', status: 'PENDING', category: 'MARKETING' },
  });
  await api.editTemplate({ metaId: '8', accessToken, template: { category: 'UTILITY', components: [] } });
  await api.deleteTemplate({ wabaId: '1', metaId: '8', name: 'x', accessToken });
  await api.unpauseTemplate({ metaId: '8', accessToken });
  const { parameterFormat, ...rest } = template;
  assert.deepEqual(
    seen.map(({ method, url, body }) => [method, url.replace('https://meta/v25.0/', ''), body]),
    [
      ['POST', '1/message_templates', { ...rest, parameter_format: parameterFormat }],
      ['POST', '8', { category: 'UTILITY', components: [] }],
      ['DELETE', '1/message_templates?hsm_id=8&name=x', undefined],
      ['POST', '8/unpause', {}],
    ],
  );
});

test('a pause that Meta does not end is a no, though it comes with a 200', async () => {
  const { api } = against({ body: { success: false, reason: 'The template is not paused.' } });
  const answer = await api.unpauseTemplate({ metaId: '8', accessToken });
  assert.deepEqual(
    [answer.kind, answer.kind === 'refused' && answer.title],
    ['refused', 'The template is not paused.'],
  );
});
