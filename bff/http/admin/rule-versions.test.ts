import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Rule, RuleDefinition, RuleVersions } from '../../../contract/automation.ts';
import type { Problem } from '../../../contract/problem.ts';
import type { AgentClient } from '../../testing/http-clients.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('rules that two owners change at once', () => {
  let app: TestApp;
  let owner: AgentClient;
  before(async () => {
    app = await startTestApp();
    owner = app.agent(app.a);
  });
  after(() => app.stop());

  const call = <T>(path: string, options?: Parameters<AgentClient['call']>[1]) =>
    owner.call<T>(`/automations${path}`, options);
  const change = (id: string, definition: RuleDefinition, from?: string) =>
    owner.call<Rule & Problem>(`/automations/${id}`, {
      method: 'PUT',
      body: { definition },
      headers: from === undefined ? {} : { 'if-match': from },
    });
  let rule: Rule;
  const named = (name: string) => ({ ...rule.definition, name });
  const versions = async () => (await call<RuleVersions>(`/${rule.id}/versions`)).json.versions.length;
  beforeEach(async () => {
    rule = (await call<Rule>('/recipes', { body: { recipe: 'cart-left' } })).json;
  });

  it('name the version that was read, and what a change was made from comes back with it', async () => {
    const read = await call<Rule>(`/${rule.id}`);
    assert.equal(read.headers.get('etag'), '"1"');
    const saved = await change(rule.id, named('Ours'), read.headers.get('etag')!);
    assert.deepEqual([saved.status, saved.headers.get('etag'), saved.json.version], [200, '"2"', 2]);
    const switched = await call<Rule>(`/${rule.id}`, { method: 'PATCH', body: { enabled: true } });
    assert.equal(switched.headers.get('etag'), '"2"');
  });

  it('keep what the faster one said: the slower one is told so, and nothing is saved', async () => {
    assert.equal((await change(rule.id, named('Faster'), '"1"')).status, 200);
    const slower = await change(rule.id, named('Slower'), '"1"');
    assert.deepEqual([slower.status, slower.json.code], [412, 'precondition-failed']);
    assert.match(slower.headers.get('content-type')!, /^application\/problem\+json/);
    assert.match(slower.json.detail!, /version 2 now/);
    assert.deepEqual([await versions(), (await call<Rule>(`/${rule.id}`)).json.definition.name], [2, 'Faster']);
    assert.equal((await change(rule.id, named('Slower'), '"2"')).json.version, 3);
  });

  it('let one of many who save at the same moment through', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(n => change(rule.id, named(`Mine ${n}`), '"1"')));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412, 412, 412]);
    assert.equal(await versions(), 2);
  });

  it('are saved once by who asks again because the answer was lost, and by nobody else', async () => {
    const [first, again] = [await change(rule.id, named('Mine'), '"1"'), await change(rule.id, named('Mine'), '"1"')];
    assert.deepEqual([first.json.version, again.status, again.json.version], [2, 200, 2]);
    await change(rule.id, named('Other'), '"2"');
    assert.equal((await change(rule.id, named('Mine'), '"1"')).status, 412);
    assert.equal(await versions(), 3);
  });

  it('are not changed without a version to go by; one of several will do, a weak one never, and * is any', async () => {
    assert.deepEqual(
      [(await change(rule.id, named('A'))).status, (await change(rule.id, named('A'))).json.code],
      [428, 'precondition-required'],
    );
    assert.equal((await change(rule.id, named('A'), '1')).status, 400);
    assert.equal((await change(rule.id, named('A'), 'W/"1"')).status, 412);
    assert.equal(await versions(), 1);
    assert.equal((await change(rule.id, named('A'), '"7", "1"')).json.version, 2);
    assert.equal((await change(rule.id, named('B'), '*')).json.version, 3);
    assert.equal((await change(randomUUIDv7(), named('B'), '*')).status, 404);
  });
});
