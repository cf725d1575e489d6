import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { readSecret } from './secret.ts';
import { readSettings } from './settings.ts';

describe('readSecret', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'woodex-secret-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('makes one of 32 bytes and finds it again, unless the settings have one', async () => {
    const made = await readSecret(readSettings({}), dir);
    assert.equal(made.length, 32);
    assert.deepEqual(await readSecret(readSettings({}), dir), made);
    const given = randomBytes(32);
    assert.deepEqual(await readSecret(readSettings({ WOODEX_SECRET: given.toString('base64') }), dir), given);
  });

  for (const [what, text] of [
    ['an empty file', ''],
    ['half a secret', randomBytes(31).toString('base64')],
    ['something else', 'not a secret, but a sentence of more than thirty-two letters!'],
  ] as const) {
    it(`refuses ${what} in one line that says what to do`, async () => {
      await writeFile(join(dir, 'secret.key'), text);
      await assert.rejects(readSecret(readSettings({}), dir), (error: Error) => {
        assert.equal(error.name, 'SetupError');
        assert.match(error.message, /^The secret in .*secret\.key is damaged: .*backup.*$/);
        return true;
      });
    });
  }
});
