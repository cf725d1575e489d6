import type { TestEvent } from 'node:test/reporters';
import { reportCounts } from './counts.ts';

/** For `node --test --test-reporter`: writes nothing, and counts. */
export default async function* nodeCounts(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    // Each file has a summary of its own too; the one of the whole run names no file.
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue;
    const { tests, passed, skipped, todo } = event.data.counts;
    reportCounts({ passed, failed: tests - passed - skipped - todo, skipped: skipped + todo });
  }
  yield '';
}
