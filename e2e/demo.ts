import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { type DemoPart, describeDemo } from '../scripts/demo.ts';
import { type Running, startPart, stopPart } from '../scripts/processes.ts';

type Parts = Record<'store' | 'bff' | 'simulator', DemoPart>;

/** The demo as `npm start` runs it: shop, server and simulator, each a real process, in a data folder of their own. */
export class Demo {
  readonly store: string;
  readonly bff: string;
  readonly simulator: string;
  readonly dataDir: string;
  readonly #parts: Parts;
  readonly #running = new Map<DemoPart, Running>();

  private constructor(parts: Parts, dataDir: string) {
    this.#parts = parts;
    this.dataDir = dataDir;
    this.store = parts.store.url;
    this.bff = parts.bff.url;
    this.simulator = parts.simulator.url;
  }

  static async start(): Promise<Demo> {
    const dataDir = mkdtempSync(join(tmpdir(), 'woodex-e2e-'));
    chmodSync(dataDir, 0o755);
    const [bff, store, simulator] = await Promise.all([freePort(), freePort(), freePort()]);
    const env = {
      WOODEX_DATA_DIR: dataDir,
      WOODEX_PORT: String(bff),
      WOODEX_STORE_PORT: String(store),
      WOODEX_SIMULATOR_PORT: String(simulator),
    };
    const demo = new Demo(await describeDemo(env), dataDir);
    for (const part of [demo.#parts.simulator, demo.#parts.bff, demo.#parts.store]) demo.#run(part);
    for (const part of Object.values(demo.#parts)) await answers(part);
    return demo;
  }

  /** As a power cut does it: nothing is finished, nobody is told. */
  async killBff(): Promise<void> {
    const running = this.#running.get(this.#parts.bff)!;
    running.child.kill('SIGKILL');
    await running.exited;
  }

  async startBff(): Promise<void> {
    this.#run(this.#parts.bff);
    await answers(this.#parts.bff);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map(stopPart));
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #run(part: DemoPart): void {
    this.#running.set(part, startPart(part));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address && typeof address === 'object' ? address.port : 0;
}

async function answers({ readyUrl, name }: DemoPart): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const ok = await fetch(readyUrl).then(
      response => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`${name} does not answer at ${readyUrl}`);
}

/** Playwright's `test` with one demo for all tests of a worker. */
export const test = base.extend<object, { demo: Demo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const demo = await Demo.start();
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect } from '@playwright/test';
