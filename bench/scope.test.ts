import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Scope } from './scope.ts';

it('ends what was begun last first, once, though a step fails', async t => {
  t.mock.method(console, 'error', () => {});
  const scope = new Scope();
  const ended: string[] = [];
  scope.defer(() => ended.push('folder'));
  scope.defer(() => {
    throw new Error('gone already');
  });
  scope.defer(async () => ended.push('server'));
  await Promise.all([scope.close(), scope.close()]);
  assert.deepEqual(ended, ['server', 'folder']);
});

it('ends at once what begins while it closes', async () => {
  const scope = new Scope();
  const ended: string[] = [];
  const closing = scope.close();
  scope.defer(() => ended.push('late'));
  await closing;
  await scope.close();
  assert.deepEqual(ended, ['late']);
});
