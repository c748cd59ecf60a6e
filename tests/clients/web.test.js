// The example frontend, built as its README says, in Chromium against the server.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { start } from './server.js';

const folder = path.resolve(import.meta.dirname, '../../examples/web');
const run = (...command) => execFileSync('npm', command, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

describe('the example frontend', () => {
  let server, preview, browser, page, address;
  const mistakes = [];

  before(async () => {
    run('ci', '--no-audit', '--no-fund');
    run('run', 'build');
    server = await start({}, '--seed', path.resolve(import.meta.dirname, '../../seed/article'));
    preview = spawn(process.execPath, [path.join(folder, 'node_modules/vite/bin/vite.js'), 'preview', '--host', '127.0.0.1', '--port', '0'], {
      cwd: folder, env: { ...process.env, API: new URL(server.url).origin, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'inherit'],
    });
    address = await new Promise((resolve, reject) => {
      let said = '';
      preview.stdout.on('data', (chunk) => { const found = /(http:\/\/127\.0\.0\.1:\d+)/.exec(said += chunk); if (found) resolve(found[1]); });
      preview.once('exit', (code) => reject(new Error(`vite ended with ${code}: ${said}`)));
    });
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('console', (message) => { if (message.type() === 'error') mistakes.push(message.text()); });
    page.on('pageerror', (error) => mistakes.push(error.message));
    await page.goto(address);
  });
  after(async () => { await browser?.close(); preview?.kill(); await server?.stop(); });

  test('who relies on whom at a date', async () => {
    await page.getByRole('heading', { name: 'On whom does United States rely?' }).waitFor();
    assert.deepEqual(await page.locator('li > strong').allInnerTexts(), ['Ecuador', 'Mexico', 'Panama']);
    await page.getByLabel('On').fill('2020-01-01');
    await page.getByText('On nobody, on that day.').waitFor();
    await page.getByLabel('On').fill('2024-07-01');
  });

  test('an agreement with its evidence, and back', async () => {
    await page.getByRole('button', { name: /memorandum of understanding/ }).click();
    await page.getByRole('heading', { level: 1, name: /memorandum of understanding/ }).waitFor();
    await page.getByText('CBS News').first().waitFor();
    assert.ok(await page.locator('blockquote').count() > 0);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByText('Panama', { exact: true }).waitFor();
    assert.deepEqual(mistakes, []);
  });
});
