import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { findBrowser } from './scripts/browser.ts';
import { browserCounts } from './scripts/reporters/browser.ts';

/** Far from UTC and off by a quarter of an hour, so that a slip into local time shows. */
const timezoneId = 'Pacific/Chatham';

export default {
  files: ['sdk/**/*.test.ts', 'admin/**/*.test.ts'],
  nodeResolve: { browser: true, exportConditions: ['production'] },
  concurrentBrowsers: 1,
  concurrency: 2,
  /** A busy machine is slow, not wrong. */
  testFramework: { config: { timeout: 10_000 } },
  plugins: [esbuildPlugin({ ts: true, target: 'esnext', tsconfig: 'tsconfig.json' })],
  browsers: [
    playwrightLauncher({
      product: 'chromium',
      launchOptions: await findBrowser(),
      // A browser of its own for each file: files run side by side, and storage, locks and channels belong to a browser.
      createPage: async ({ context }) => {
        const own = await context.browser().newContext({ timezoneId, locale: 'en-GB' });
        const page = await own.newPage();
        page.on('close', () => own.close());
        return page;
      },
    }),
  ],
  reporters: [defaultReporter({ reportTestProgress: process.stdout.isTTY }), browserCounts()],
};
