import assert from 'node:assert/strict';
import { test } from 'node:test';
import { windowCalls } from './calls.ts';
import { fixtures } from './fixtures.ts';
import type { JsonObject } from './json.ts';
import { userPreferences } from './user-preferences.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
type Body = { entry: [{ changes: [{ value: JsonObject }] }] };
const payload = (name: string) => (fixtures.get(name) as Body).entry[0].changes[0].value;

test('a preference is its own, not that of whatever card comes with it', () => {
  const [resume] = userPreferences(payload('user_marketing_preferences__resume'), NOW);
  assert.equal(resume!.value, 'resume');
  assert.deepEqual([resume!.from.waId, resume!.from.bsuid], ['16505551234', undefined]);
  assert.equal(resume!.at.toISOString(), '2024-11-15T21:22:01.000Z');
  const [signup] = userPreferences(payload('user_marketing_preferences__signup'), NOW);
  assert.deepEqual([signup!.value, signup!.signupId], ['signup', '13176843987434774']);
});

test('somebody is known by the business-scoped id alone, and nobody by none', () => {
  const item = { category: 'marketing_messages', value: 'stop', timestamp: 1731705721 };
  const told = (more: object) => userPreferences({ user_preferences: [{ ...item, ...more }] }, NOW);
  assert.equal(told({ user_id: 'US.1' })[0]?.from.bsuid, 'US.1');
  for (const wrong of [
    {},
    { wa_id: 'x' },
    { wa_id: '16505551234', value: 'pause' },
    { wa_id: '16505551234', category: 'other' },
  ])
    assert.deepEqual(told(wrong), []);
  for (const odd of [undefined, null, 'x', [null], [[]]])
    assert.deepEqual(userPreferences({ user_preferences: odd }, NOW), []);
});

test("the window is opened by the user's call, and by ours once accepted", () => {
  const [call, ...none] = windowCalls(payload('call_connect__user_initiated'), NOW);
  assert.deepEqual([call!.from.waId, call!.at.toISOString(), none], ['972987654321', '2025-07-15T12:38:27.000Z', []]);
  assert.deepEqual(windowCalls(payload('call_connect__business_initiated'), NOW), []);
  const ringing = payload('call_status__call_status');
  assert.deepEqual(windowCalls(ringing, NOW), []);
  const [status] = ringing.statuses as [object];
  const accepted = { statuses: [{ ...status, status: 'ACCEPTED' }] };
  assert.deepEqual(
    windowCalls(accepted, NOW).map(({ from }) => from.waId),
    ['163155536021'],
  );
});
