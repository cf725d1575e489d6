import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadSettings, readSettings } from './settings.ts';

describe('the settings', () => {
  it('need nothing to be set', () => {
    const settings = readSettings({});
    assert.deepEqual([settings.WOODEX_HOST, settings.WOODEX_PORT, settings.WOODEX_DEMO], ['127.0.0.1', 8787, false]);
    assert.equal(settings.WHATSAPP_API_URL, 'https://graph.facebook.com');
  });

  it('take an empty variable for one that is absent', () => {
    assert.deepEqual(readSettings({ WOODEX_PORT: '', DATABASE_URL: '', WOODEX_SECRET: '' }), readSettings({}));
  });

  it('drop the slash behind an address', () => {
    assert.equal(
      readSettings({ WOODEX_PUBLIC_URL: 'https://chat.example/' }).WOODEX_PUBLIC_URL,
      'https://chat.example',
    );
  });

  const bad: [name: string, value: string][] = [
    ['WOODEX_PORT', 'http'],
    ['WOODEX_PORT', '65536'],
    ['WOODEX_PORT', '80.5'],
    ['WOODEX_PUBLIC_URL', 'chat.example'],
    ['WOODEX_PUBLIC_URL', 'javascript:alert(1)'],
    ['DATABASE_URL', 'mysql://localhost/woodex'],
    ['DATABASE_APP_URL', 'localhost'],
    ['DATABASE_POOL', '1'],
    ['WOODEX_SECRET', 'c2hvcnQ='],
    ['WOODEX_LIVE', 'nats'],
    ['WOODEX_TRUSTED_PROXIES', '-1'],
    ['WOODEX_LOG_LEVEL', 'loud'],
    ['WHATSAPP_API_VERSION', '25'],
    ['WOODEX_DEMO', 'maybe'],
    ['WOODEX_DEMO_WHATSAPP', '{'],
    ['WOODEX_DEMO_WHATSAPP', '{}'],
  ];
  for (const [name, value] of bad) {
    it(`say in one line of their own what is wrong with ${name}=${value}`, () => {
      assert.throws(
        () => readSettings({ [name]: value }),
        (error: unknown) => {
          assert.ok(error instanceof BadSettings);
          const lines = error.message.split('\n');
          assert.ok(lines.every(line => line.startsWith(`${name}: `)));
          return true;
        },
      );
    });
  }

  it('name every variable that is wrong, and never repeat a secret', () => {
    assert.throws(
      () => readSettings({ WOODEX_PORT: 'x', DATABASE_URL: 'user:hunter2@host', WOODEX_SECRET: 'hunter2' }),
      (error: Error) =>
        /^WOODEX_PORT: .*\nDATABASE_URL: .*\nWOODEX_SECRET: .*$/.test(error.message) &&
        !error.message.includes('hunter2'),
    );
  });
});
