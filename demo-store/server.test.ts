import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { startStore } from './server.ts';

const main = join(import.meta.dirname, 'main.ts');
const run = (env: Record<string, string>) => {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, out: text(child.stdout), err: text(child.stderr), exit: once(child, 'exit') };
};

test('the store listens, answers, and closes although a connection is kept open', async () => {
  const store = await startStore({ port: 0, scriptUrl: 'http://chat.test/sdk/woodex.js', key: 'wx_demo' });
  const response = await fetch(store.url);
  assert.equal(response.status, 200);
  await store.close();
  await assert.rejects(fetch(store.url));
});

test('a taken port is one line that says how to mend it, and exit code 1', async () => {
  const store = await startStore({ port: 0, scriptUrl: 'http://chat.test/sdk/woodex.js', key: undefined });
  const second = run({ WOODEX_STORE_PORT: new URL(store.url).port });
  assert.deepEqual((await second.exit)[0], 1);
  assert.match(await second.err, /^Demo store: port \d+ is taken\. .*WOODEX_STORE_PORT.*\n$/);
  await store.close();
});

test('SIGTERM ends the process at once', async () => {
  const { child, exit } = run({ WOODEX_STORE_PORT: '0', WOODEX_KEY: 'wx_demo' });
  const [line] = await once(child.stdout!, 'data');
  assert.match(String(line), /^Demo store: http:\/\/127\.0\.0\.1:\d+\n$/);
  child.kill('SIGTERM');
  assert.deepEqual(await exit, [0, null]);
});
