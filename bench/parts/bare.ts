import { join } from 'node:path';
import type { Scope } from '../scope.ts';
import { type Child, firstAnswer, startChild } from './child.ts';
import { freePort } from './free-port.ts';
import { MEMORY_FLAGS } from './memory.ts';

export type Bare = { url: string; child: Child; restart(): Promise<number> };

/** The floor's server (see bare-server.ts) as its own process. */
export async function startBare(scope: Scope): Promise<Bare> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = () =>
    startChild(scope, { args: [...MEMORY_FLAGS, join(import.meta.dirname, 'bare-server.ts'), String(port)] });
  const bare: Bare = {
    url,
    child: start(),
    async restart() {
      bare.child = start();
      return firstAnswer(url, bare.child);
    },
  };
  await firstAnswer(url, bare.child);
  return bare;
}
