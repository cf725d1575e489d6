import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arrival, Call } from '../../whatsapp-simulator/log.ts';
import type { Scope } from '../scope.ts';
import { firstAnswer, ROOT, startChild } from './child.ts';
import { freePort } from './free-port.ts';

/** As the simulator's log tells it: instants are text. */

type Told<T extends { at: Date }> = Omit<T, 'at'> & { at: string; n: number };

export type SimulatorClient = ReturnType<typeof simulatorClient>;

/** The simulator as its own process. */
export async function startSimulator(scope: Scope): Promise<SimulatorClient> {
  const port = await freePort();
  const env = { WOODEX_SIMULATOR_PORT: String(port) };
  const child = startChild(scope, { args: [join(ROOT, 'whatsapp-simulator/main.ts')], env });
  const url = `http://127.0.0.1:${port}`;
  await firstAnswer(`${url}/simulator/meta`, child);
  return simulatorClient(url);
}

/** Drives it and asks it. */
function simulatorClient(url: string) {
  const drive = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/simulator${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The simulator answered ${answer.status} to ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  /** Everything in one of the logs, oldest first. */
  const readAll = async <T>(log: string): Promise<T[]> => {
    const all: T[] = [];
    for (;;) {
      const { entries } = await drive<{ entries: T[] }>('GET', `/${log}?after=${all.length}&limit=20000`);
      if (entries.length === 0) return all;
      all.push(...entries);
    }
  };
  return {
    url,
    drive,
    /** What truly reached the phones, in the order in which it did. */
    arrivals: () => readAll<Told<Arrival>>('log'),
    /** What Meta answered to each send. */
    calls: () => readAll<Told<Call>>('calls'),
    async callCount(): Promise<number> {
      return (await drive<{ total: number }>('GET', '/calls?after=1000000000')).total;
    },
    /** So many webhooks are not delivered yet. */
    async waiting(): Promise<number> {
      const { accounts } = await drive<{ accounts: { waiting: number }[] }>('GET', '/meta');
      return accounts.reduce((sum, { waiting }) => sum + waiting, 0);
    },
    async untilVerified(): Promise<void> {
      for (;;) {
        const { accounts } = await drive<{ accounts: { handshake: { state: string } }[] }>('GET', '/meta');
        if (accounts.every(({ handshake }) => handshake.state === 'verified')) return;
        await sleep(50);
      }
    },
  };
}
