import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { reportCounts } from './counts.ts';

/** For Playwright. Trouble outside any test, as in a global setup, counts as one failed test. */
export default class E2eCounts implements Reporter {
  #tests: TestCase[] = [];

  onBegin(_config: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  onEnd(result: FullResult): void {
    const count = (outcome: string) => this.#tests.filter(test => test.outcome() === outcome).length;
    const failed = count('unexpected') + count('flaky');
    const other = result.status !== 'passed' && failed === 0 ? 1 : 0;
    reportCounts({ passed: count('expected'), failed: failed + other, skipped: count('skipped') });
  }

  printsToStdio(): boolean {
    return false;
  }
}
