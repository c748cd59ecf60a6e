import { defineConfig } from '@playwright/test';

const timed = /\/(light|large)\.spec\.ts$/;

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 2,
  // Files run beside each other, the tests of a file one after another. What measures time runs alone.
  projects: [
    { name: 'timed', testMatch: timed, workers: 1 },
    { name: 'others', testIgnore: timed },
  ],
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
