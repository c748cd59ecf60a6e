import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  outputDir: '../../artifacts/explorer/test-results',
  use: {
    actionTimeout: 10_000,
    viewport: { width: 1440, height: 900 },
    // Debian's Chromium; the sandbox is no use where all runs as root in a container.
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
  },
});
