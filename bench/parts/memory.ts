import { once } from 'node:events';
import { join } from 'node:path';
import type { Child } from './child.ts';

/** Node's flags for a process that {@link memoryOf} will ask. */
export const MEMORY_FLAGS = ['--expose-gc', '--import', join(import.meta.dirname, 'memory-probe.ts')];

/** What a process started with {@link MEMORY_FLAGS} holds after a garbage collection, in bytes. */
export async function memoryOf({
  process: child,
}: Pick<Child, 'process'>): Promise<{ resident: number; heap: number }> {
  const answer = once(child, 'message', { signal: AbortSignal.timeout(10_000) });
  child.send('memory');
  const [{ rss, heapUsed, external }] = (await answer) as [NodeJS.MemoryUsage];
  return { resident: rss, heap: heapUsed + external };
}
