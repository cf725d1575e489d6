import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';
import { type Counts, reportCounts } from './counts.ts';

/** For @web/test-runner. A file that did not load counts as one failed test. */
export const browserCounts = (): Reporter => ({
  onTestRunFinished({ sessions }) {
    const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
    for (const session of sessions) {
      if (!session.passed && !hasFailedTest(session)) counts.failed++;
      if (session.testResults) add(session.testResults, counts);
    }
    reportCounts(counts);
  },
});

function add(suite: TestSuiteResult, counts: Counts): void {
  for (const test of suite.tests) {
    if (test.skipped) counts.skipped++;
    else if (test.passed) counts.passed++;
    else counts.failed++;
  }
  for (const inner of suite.suites) add(inner, counts);
}

function hasFailedTest(session: TestSession): boolean {
  const failedIn = (suite: TestSuiteResult): boolean =>
    suite.tests.some(test => !test.passed && !test.skipped) || suite.suites.some(failedIn);
  return session.testResults !== undefined && failedIn(session.testResults);
}
