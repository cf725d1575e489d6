import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

function run(env: Record<string, string>) {
  const path = new URL('main.ts', import.meta.url).pathname;
  return spawn(process.execPath, [path], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function outcome(child: ChildProcess) {
  const [errors, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
  return { errors, code: code as number | null };
}

test('it says in one line where it listens, and SIGTERM ends it with open streams', async () => {
  const child = run({ WOODEX_SIMULATOR_PORT: '0' });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const url = /^WhatsApp simulator at (http:\S+)\n$/.exec(line.toString())?.[1];
  assert.ok(url, line.toString());
  const stream = await fetch(`${url}/simulator/live`);
  child.kill('SIGTERM');
  assert.deepEqual(await outcome(child), { errors: '', code: 0 });
  await stream.body!.cancel().catch(() => {});
});

test('a taken port is one line that says how to mend it, and exit code 1', async t => {
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { errors, code } = await outcome(run({ WOODEX_SIMULATOR_PORT: String(port) }));
  assert.equal(code, 1);
  assert.equal(errors, `Port ${port} is taken. Stop what uses it, or set WOODEX_SIMULATOR_PORT to another port.\n`);
});

test('an account that is none is one line and exit code 1', async () => {
  const { errors, code } = await outcome(
    run({ WOODEX_SIMULATOR_PORT: '0', WOODEX_SIMULATOR_ACCOUNT: '{"accessToken":"x"}' }),
  );
  assert.equal(code, 1);
  assert.match(errors, /^WOODEX_SIMULATOR_ACCOUNT is not an account: appSecret: .+\n$/);
});
