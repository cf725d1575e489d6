import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DEMO_MERCHANT_ID } from '../../boot/demo.ts';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { asOwner } from '../../testing/planting.ts';
import { seeded } from '../../testing/seeded.ts';
import { signature, textsBody } from '../../testing/signed-webhook.ts';
import { ACCOUNT } from '../../testing/whatsapp-world.ts';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));
const WITH_PARENT = fileURLToPath(new URL('../../../scripts/end-with-parent.ts', import.meta.url));
const DEMO_ACCOUNT = {
  ...ACCOUNT,
  numbers: ACCOUNT.numbers.map(number => ({ ...number, displayPhoneNumber: number.displayPhone, verifiedName: 'Ash' })),
};
const PEOPLE = 15;
const EACH = 8;
const KILLS = 4;
const LONGEST = 120_000;

/** Two servers as processes of their own over one database, on the real clock. */
describe('webhooks while servers are killed', () => {
  let database: TestDatabase;
  let dataDir: string;
  let ports: number[];
  const nodes: ChildProcess[] = [];
  const secret = randomBytes(32).toString('base64');
  const random = seeded(9);
  before(async () => {
    database = await testDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'woodex-kill-'));
    ports = [await freePort(), await freePort()];
    start(0);
    await untilReady(0);
    start(1);
    await untilReady(1);
  });
  after(async () => {
    await Promise.all(nodes.map(kill));
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  function start(n: number): void {
    const env = {
      DATABASE_URL: database.ownerUrl,
      DATABASE_APP_URL: database.appUrl,
      WOODEX_SECRET: secret,
      WOODEX_PORT: String(ports[n]),
      WOODEX_DATA_DIR: dataDir,
      WOODEX_LIVE: 'postgres',
      WOODEX_LOG_LEVEL: 'fatal',
      WOODEX_DEMO: '1',
      WOODEX_DEMO_WHATSAPP: JSON.stringify(DEMO_ACCOUNT),
      WHATSAPP_API_URL: 'http://127.0.0.1:1',
    };
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    nodes[n] = spawn(process.execPath, ['--import', WITH_PARENT, MAIN], { env, stdio: [...stdio] });
  }
  async function kill(node: ChildProcess): Promise<void> {
    if (node.exitCode !== null || node.signalCode !== null) return;
    const exited = once(node, 'exit');
    node.kill('SIGKILL');
    await exited;
  }
  async function untilReady(n: number): Promise<void> {
    const until = Date.now() + LONGEST;
    while (
      !(await fetch(`http://127.0.0.1:${ports[n]}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (Date.now() > until) throw new Error(`server ${n} does not start`);
      await sleep(50);
    }
  }
  /** As Meta does it: again until it is answered with 200, by whichever server is there. */
  async function deliver(body: string): Promise<void> {
    for (let n = 0; ; n++) {
      const answer = fetch(`http://127.0.0.1:${ports[n % 2]}/webhooks/whatsapp`, {
        method: 'POST',
        body,
        headers: signature(body),
      });
      if (
        await answer.then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await sleep(20);
    }
  }

  it('lose none, double none, and keep the order of each customer', async () => {
    const bodies = Array.from({ length: EACH }, (_, n) =>
      Array.from({ length: PEOPLE }, (_, p) =>
        textsBody([{ from: `4915188800${100 + p}`, wamid: `wamid.kill.${p}.${n}` }]),
      ),
    );
    let killed = 0;
    const killing = (async () => {
      for (; killed < KILLS; killed++) {
        await sleep(200 + 400 * random());
        await kill(nodes[killed % 2]!);
        start(killed % 2);
        await untilReady(killed % 2);
      }
    })();
    // One after the other for each person, everybody at once; and a third of them twice.
    for (const turn of bodies) {
      await Promise.all(turn.flatMap(body => (random() < 0.33 ? [deliver(body), deliver(body)] : [deliver(body)])));
      await sleep(killed < KILLS ? 300 : 0);
    }
    await killing;
    const left = async () =>
      Number((await database.ownerSql`select count(*) from queue.jobs where kind = 'webhook'`)[0]!.count);
    for (const until = Date.now() + LONGEST; (await left()) > 0; await sleep(100))
      assert.ok(Date.now() < until, 'all is worked on');
    const rows = await asOwner(
      database.ownerSql,
      DEMO_MERCHANT_ID,
      tx =>
        tx<{ wamid: string }[]>`select wamid from whatsapp_messages where wamid like 'wamid.kill.%' order by position`,
    );
    for (let p = 0; p < PEOPLE; p++) {
      const own = rows.map(({ wamid }) => wamid).filter(wamid => wamid.startsWith(`wamid.kill.${p}.`));
      assert.deepEqual(
        own,
        bodies.map((_, n) => `wamid.kill.${p}.${n}`),
      );
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address !== 'object') throw new Error('no port');
  return address.port;
}
