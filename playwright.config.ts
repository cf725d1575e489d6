import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.ts';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.test.ts',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['./scripts/reporters/e2e.ts']],
  outputDir: 'test-results',
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: await findBrowser(),
    locale: 'en-GB',
    timezoneId: 'Pacific/Chatham',
    trace: 'retain-on-failure',
  },
});
