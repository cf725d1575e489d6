import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { describeDemo } from './demo.ts';

describe('describeDemo', () => {
  let dataDir: string;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'woodex-demo-'));
  });
  after(() => rm(dataDir, { recursive: true }));

  it('tells every part where the others are, whatever their ports', async () => {
    const { bff, store, simulator } = await describeDemo({
      WOODEX_DATA_DIR: dataDir,
      WOODEX_PORT: '1001',
      WOODEX_STORE_PORT: '1002',
      WOODEX_SIMULATOR_PORT: '1003',
    });
    assert.equal(bff.env?.WOODEX_DEMO_STORE_URL, 'http://127.0.0.1:1002');
    assert.equal(bff.env?.WHATSAPP_API_URL, 'http://127.0.0.1:1003');
    assert.equal(store.env?.WOODEX_BFF_URL, 'http://127.0.0.1:1001');
    assert.match(
      simulator.env?.WOODEX_SIMULATOR_ACCOUNT ?? '',
      /"webhookUrl":"http:\/\/127\.0\.0\.1:1001\/webhooks\/whatsapp"/,
    );
  });

  it('makes the secrets once, for both sides, readable by nobody else', async () => {
    const [first, second] = [
      await describeDemo({ WOODEX_DATA_DIR: dataDir }),
      await describeDemo({ WOODEX_DATA_DIR: dataDir }),
    ];
    const {
      templates: _t,
      catalogs: _c,
      ...account
    } = JSON.parse(second.simulator.env!.WOODEX_SIMULATOR_ACCOUNT!) as Record<string, unknown>;
    assert.deepEqual(JSON.parse(first.bff.env!.WOODEX_DEMO_WHATSAPP!), account);
    assert.equal((await stat(join(dataDir, 'demo-secrets.json'))).mode & 0o777, 0o600);
  });

  it('says in one line that its secrets are damaged', async () => {
    const damaged = await mkdtemp(join(tmpdir(), 'woodex-demo-'));
    await writeFile(join(damaged, 'demo-secrets.json'), '{"accessToken":"');
    await assert.rejects(describeDemo({ WOODEX_DATA_DIR: damaged }), {
      name: 'SetupError',
      message: /demo-secrets\.json is damaged/,
    });
    await rm(damaged, { recursive: true });
  });

  it('refuses what is no port', async () => {
    await assert.rejects(
      describeDemo({ WOODEX_DATA_DIR: dataDir, WOODEX_STORE_PORT: '80x' }),
      /WOODEX_STORE_PORT is "80x"/,
    );
  });
});
