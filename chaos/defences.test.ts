import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFENCES, ROOT, replaceAll } from './defences.ts';

for (const { name, edits } of DEFENCES) {
  test(`what is taken out for "${name}" stands in the source exactly once`, () => {
    for (const edit of edits) {
      const text = readFileSync(join(ROOT, edit.file), 'utf8');
      assert.notEqual(replaceAll(text, [edit]), text);
    }
  });
}

test('text that is not there any more, or there twice, is an error', () => {
  const edit = { file: 'x.ts', find: 'lease', replace: '' };
  assert.throws(() => replaceAll('no such word', [edit]), /x\.ts has 0 times/);
  assert.throws(() => replaceAll('lease, lease', [edit]), /x\.ts has 2 times/);
});
