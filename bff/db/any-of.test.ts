import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { listValidSessions } from './agents.ts';
import { conversationHeads } from './conversations.ts';
import { withMerchant } from './merchant-tx.ts';
import { listValidVisitors } from './visitors.ts';

describe('what is asked about every open stream at once', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  it('is answered for more ids than a statement may have parameters', async () => {
    const shopper = await app.http.visit(app.a);
    await shopper.say('hello');
    const others = Array.from({ length: 70_000 }, () => randomUUID());
    const [visitor] = await app.test.ownerSql.begin(async tx => {
      await tx`select set_config('app.merchant_id', ${app.a.id}, true)`;
      return tx<{ id: string }[]>`select id from visitors`;
    });
    const [session] = await app.test.ownerSql<{ id: string }[]>`
      select s.id from auth.sessions s join auth.users u on u.id = s.user_id where u.email = ${app.a.agent.email}`;
    await withMerchant(app.deps.db, app.a.id, async tx => {
      assert.deepEqual(
        await conversationHeads(tx, [...others, shopper.conversation]),
        new Map([[shopper.conversation, { seq: 1, isMerged: false }]]),
      );
      assert.deepEqual(await listValidVisitors(tx, [...others, visitor!.id]), new Set([visitor!.id]));
      const sessions = await listValidSessions(tx, [...others, 'a "quoted\\ {id}', session!.id], app.clock.now());
      assert.deepEqual(sessions, new Set([session!.id]));
      assert.deepEqual(await listValidVisitors(tx, []), new Set());
    });
  });
});
