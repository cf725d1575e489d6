import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadOptions, readOptions } from './options.ts';

const read = (...args: string[]) => readOptions(args, ['leases', 'settle']);

test('a share is the same in percent and as a fraction', () => {
  assert.equal(read('--lost-webhooks', '5%').lostWebhooks, 0.05);
  assert.equal(read('--lost-webhooks', '0.05').lostWebhooks, 0.05);
});

test('nothing is switched off, and no webhook lost, unless it is asked for', () => {
  const { without, lostWebhooks, json } = read();
  assert.deepEqual({ without, lostWebhooks, json }, { without: null, lostWebhooks: 0, json: false });
  assert.equal(read('--without', 'settle').without, 'settle');
});

for (const args of [
  ['--sends', '0'],
  ['--sends', 'many'],
  ['--kills', '-1'],
  ['--kills', '1.5'],
  ['--seed', ''],
  ['--lost-webhooks', '100%'],
  ['--lost-webhooks', ''],
  ['--minutes', '0'],
  ['--without', 'luck'],
  ['--unheard-of'],
]) {
  test(`is refused, with a word about it: ${args.join(' ')}`, () => {
    assert.throws(() => read(...args), BadOptions);
  });
}
