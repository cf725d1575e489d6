import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peopleFor, planLoad } from './plan.ts';

const people = peopleFor(2_000);
const plan = planLoad(7, 2_000, people);
const messages = plan.flatMap(step => (step.kind === 'messages' ? [step] : []));

test('a plan has as many messages as were asked for, and the same seed plans the same', () => {
  assert.equal(
    messages.reduce((sum, { count }) => sum + count, 0),
    2_000,
  );
  assert.deepEqual(planLoad(7, 2_000, people), plan);
  assert.notDeepEqual(planLoad(8, 2_000, people), plan);
});

test('a plan has every purpose, rows of answers, and opt-outs that are followed by what must not go', () => {
  assert.deepEqual(new Set(messages.map(({ purpose }) => purpose)), new Set(['reply', 'transactional', 'marketing']));
  assert.ok(messages.some(({ purpose, count }) => purpose === 'reply' && count > 2));
  const at = plan.findIndex(({ kind }) => kind === 'opt-out');
  const next = plan[at + 1]!;
  assert.ok(next.kind === 'messages' && next.purpose === 'marketing' && next.person === plan[at]!.person);
});

test('free text goes only to people who have written', () => {
  for (const { purpose, person } of messages) if (purpose === 'reply') assert.ok(people[person]!.hasWindow);
});
