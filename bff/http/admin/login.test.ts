import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { AdminSession } from '../../../contract/agent.ts';
import { DASHBOARD } from '../../testing/http-clients.ts';
import { asOwner } from '../../testing/planting.ts';
import { PASSWORD, startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('logging in', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  const attempt = (email: string, password: string, origin = DASHBOARD) =>
    app.http.call('/admin/v1/auth/sign-in/email', { body: { email, password }, headers: { origin } });

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const answer = await attempt(app.a.agent.email, PASSWORD);
    assert.equal(answer.status, 200);
    const [cookie] = answer.headers.getSetCookie();
    assert.match(cookie!, /^woodex\.session_token=.*HttpOnly/i);
    assert.match(cookie!, /SameSite=Lax/i);
  });

  it('says the same for a wrong password and for nobody', async () => {
    const wrong = await attempt(app.a.agent.email, 'wrong');
    const nobody = await attempt('nobody@ash.example', 'wrong');
    assert.deepEqual([wrong.status, nobody.status], [401, 401]);
    assert.deepEqual({ ...wrong.json, id: '' }, { ...nobody.json, id: '' });
    assert.deepEqual([wrong.headers.getSetCookie(), nobody.headers.getSetCookie()], [[], []]);
  });

  it('is not for foreign pages, and nobody signs up', async () => {
    assert.equal((await attempt(app.a.agent.email, PASSWORD, 'https://evil.example')).status, 403);
    const body = { email: 'new@ash.example', password: PASSWORD, name: 'New' };
    const signUp = await app.http.call('/admin/v1/auth/sign-up/email', { body, headers: { origin: DASHBOARD } });
    assert.ok(signUp.status >= 400 && signUp.status < 500, signUp.text);
  });

  it('works under every name of this server', async () => {
    const localhost = `http://localhost:${app.port}`;
    const names: Record<string, string>[] = [
      { origin: localhost, 'sec-fetch-site': 'same-origin' },
      { origin: app.url },
      { origin: app.url, cookie: app.agent(app.a).headers.cookie },
    ];
    for (const headers of names) {
      const body = { email: app.a.agent.email, password: PASSWORD };
      const answer = await app.http.call('/admin/v1/auth/sign-in/email', { body, headers });
      assert.equal(answer.status, 200, answer.text);
    }
    const foreign: Record<string, string>[] = [
      { origin: localhost },
      { origin: app.url, 'sec-fetch-site': 'cross-site' },
      { origin: 'not a url' },
      {},
    ];
    for (const headers of foreign) {
      const answer = await app.http.call('/admin/v1/auth/sign-out', { body: {}, headers });
      assert.equal(answer.status, 403, answer.text);
    }
  });

  it('says who it is and for which shop', async () => {
    const { json } = await app.agent(app.a).call<AdminSession>('/session');
    assert.deepEqual(json.merchant, { id: app.a.id, name: 'Ash', publicKey: app.a.key });
    assert.equal(json.agent.id, app.a.agent.id);
  });

  it('lasts as long as it is used: the cookie is renewed with the session', async () => {
    const client = app.http.as(await app.http.signIn(app.a.agent.email, PASSWORD));
    assert.deepEqual((await client.call('/session')).headers.getSetCookie(), []);
    await app.test.ownerSql`update auth.sessions set expires_at = now() + interval '2 days'`;
    const [cookie] = (await client.call('/session')).headers.getSetCookie();
    assert.match(cookie ?? '', /^woodex\.session_token=.*Max-Age=604800.*HttpOnly/i);
    const renewed = app.http.as(cookie!.split(';')[0]!);
    assert.equal((await renewed.call('/session')).status, 200);
  });

  it('ends with logging out', async () => {
    const client = app.http.as(await app.http.signIn(app.b.agent.email, PASSWORD));
    assert.equal((await client.call('/session')).status, 200);
    assert.equal((await client.call('/auth/sign-out', { body: {} })).status, 200);
    assert.equal((await client.call('/session')).status, 401);
    assert.equal((await app.agent(app.b).call('/session')).status, 200);
  });

  it('is of no use to a disabled agent', async () => {
    await asOwner(app.test.ownerSql, app.b.id, tx => tx`update agents set disabled_at = now()`);
    assert.equal((await app.agent(app.b).call('/conversations')).status, 401);
    await asOwner(app.test.ownerSql, app.b.id, tx => tx`update agents set disabled_at = null`);
  });
});
