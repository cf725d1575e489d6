import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../bff/db/setup-error.ts';
import { buildIfNeeded } from './build.ts';
import { type DemoPart, describeDemo } from './demo.ts';
import { portProblem } from './ports.ts';
import { type Running, startPart, stopPart } from './processes.ts';

const running = new Map<DemoPart, Running>();
let stopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));

try {
  const demo = await describeDemo(process.env);
  const parts = [demo.simulator, demo.bff, demo.store];
  for (const { port, variable } of parts) {
    const problem = await portProblem(port, variable);
    if (problem) throw new SetupError(problem);
  }
  buildIfNeeded();
  for (const part of parts) start(part);
  for (const part of parts) await answers(part);
  for (const part of parts) void keepUp(part, part === demo.bff);
  if (!stopping) showTable(demo);
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Error ? error.message : String(error));
    await stop(1);
  }
}

function start(part: DemoPart): Running {
  const started = startPart(part);
  running.set(part, started);
  return started;
}

/** Waits until the part answers with success. Throws if it ends before. */
async function answers(part: DemoPart): Promise<void> {
  let ended: string | undefined;
  void running.get(part)?.exited.then(reason => {
    ended = reason;
  });
  for (;;) {
    const ok = await fetch(part.readyUrl, { signal: AbortSignal.timeout(5000) }).then(
      async response => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    if (ok) return;
    if (ended) throw new Error(`${part.name} could not start (${ended}); its reason is above.`);
    await sleep(50);
  }
}

/** A killed BFF comes back; without one of the others the demo is over. */
async function keepUp(part: DemoPart, restart: boolean): Promise<void> {
  for (let delay = 100; ; delay = Math.min(delay * 2, 5000)) {
    const started = performance.now();
    const reason = await running.get(part)?.exited;
    if (stopping) return;
    console.error(`${part.name} ended unexpectedly (${reason})${restart ? ', starting it again' : ''}`);
    if (!restart) return stop(1);
    if (performance.now() - started > 60_000) delay = 100;
    await sleep(delay);
    if (stopping) return;
    start(part);
  }
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.all([...running.values()].map(stopPart));
  process.exit(code);
}

function showTable({ store, bff, simulator }: Record<'store' | 'bff' | 'simulator', DemoPart>): void {
  const rows = [
    ['Shop', store.url, 'click the bubble'],
    ['Dashboard', `${bff.url}/admin`, 'agent@woodex.demo / showroom-demo'],
    ['WhatsApp', simulator.url, "the shoppers' phones"],
  ];
  const lines = rows.map(([what = '', url = '', note]) => `  ${what.padEnd(11)}${url.padEnd(32)}${note}`);
  console.log(`\nWoodEx is running. Ctrl-C stops it.\n\n${lines.join('\n')}\n`);
}
