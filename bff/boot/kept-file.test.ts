import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { keptFile } from './kept-file.ts';

describe('keptFile', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'woodex-kept-'));
  });
  after(() => rm(dir, { recursive: true }));

  it('makes the file once, for its owner alone, and gives what is in it ever after', async () => {
    const file = join(dir, 'once');
    assert.equal(await keptFile(file, () => 'first'), 'first');
    assert.equal(await keptFile(file, () => 'second'), 'first');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it('gives everybody the same who starts at once, and leaves nothing else behind', async () => {
    const file = join(dir, 'raced');
    const made = await Promise.all(Array.from({ length: 8 }, (_, n) => keptFile(file, () => `by ${n}`)));
    assert.deepEqual(new Set(made), new Set([await readFile(file, 'utf8')]));
    assert.deepEqual(
      (await readdir(dir)).filter(name => name.startsWith('raced')),
      ['raced'],
    );
  });

  it('is not there before it is whole', async () => {
    const file = join(dir, 'killed');
    const killed = keptFile(file, () => {
      throw new Error('killed');
    });
    await assert.rejects(killed, /killed/);
    assert.equal(await keptFile(file, () => 'whole'), 'whole');
  });

  it('says which file cannot be read', async () => {
    await writeFile(join(dir, 'file'), '');
    await assert.rejects(
      keptFile(join(dir, 'file', 'below'), () => 'x'),
      {
        name: 'SetupError',
        message: /file\/below cannot be read or made \(ENOTDIR\)/,
      },
    );
  });
});
