import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { Scope } from '../bench/scope.ts';
import { runChaos } from './harness.ts';
import { readOptions } from './options.ts';
import { brokenPromises } from './report.ts';

const scope = new Scope();
after(() => scope.close());

it('300 messages through 12 kills and restarts of the database arrive once each, in order, and the ledger tells the truth', async t => {
  const args = ['--sends', '300', '--kills', '12', '--settle', '25', '--lease', '2', '--minutes', '2'];
  const outcome = await runChaos(readOptions(args, []), scope, text => t.diagnostic(text));
  // How soon others go on depends on how crowded the machine is; that is for the long run to judge.
  assert.deepEqual(brokenPromises({ ...outcome, resumed: { ms: 0, lay: null } }), []);
  assert.equal(outcome.verdict.queued, 300);
  assert.ok(outcome.strikes.kills >= 12);
  assert.ok(outcome.verdict.sent > 200 && outcome.verdict.refused > 0, JSON.stringify(outcome.verdict));
});
