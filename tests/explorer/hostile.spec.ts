import { readFileSync } from 'node:fs';
import { expect, test as base, Explorer } from './explorer';
import { Server } from './server';

const script = '<script>alert("name")</script>';
const test = base.extend<{}, { hostile: Server }>({
  hostile: [
    async ({}, use) => {
      const server = await new Server({ seed: new URL('seeds/hostile', import.meta.url).pathname }).start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  explorer: async ({ page, hostile, guard }, use) => {
    void guard;
    await use(new Explorer(page, hostile.address));
  },
});

test('names of any kind are shown as text: list, picture, panel, table', async ({ explorer, page }) => {
  await explorer.visit();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What is <b>here</b>, & "all" of it?');
  await expect(page.locator('.answer')).toContainText(script);
  await expect(page.locator('.answer')).toContainText('<i>quoted</i> & "so on"');
  expect(await explorer.draw((cy) => cy.nodes().map((node) => String(node.data('name'))))).toContain(script);
  for (const id of ['country:XSS', 'official:long', 'official:unbroken', 'official:emoji']) {
    await explorer.visit(`#open=${id}`);
    await expect(explorer.panel.getByRole('heading', { level: 2 })).not.toBeEmpty();
    await expect(explorer.panel.getByRole('heading', { level: 3, name: /claims? about it/ })).toBeVisible();
  }
  await explorer.visit('#open=SERVES~official:unbroken~country:QUO');
  await expect(explorer.panel).toContainText('<marquee>because</marquee>');
  await expect(explorer.panel).toContainText('"><svg onload=alert(2)>');
  await explorer.visit('#open=SERVES~official:long~country:XSS');
  await expect(explorer.panel.getByRole('link', { name: /these words/ })).toHaveAttribute(
    'href',
    'https://example.org/?q=%22%3E%3Cscript%3E#:~:text=%3Ci%3Equoted%3C%2Fi%3E%20%26%20%22so%20on%22',
  );
  await expect(explorer.panel.getByRole('link', { name: /archived copy/ })).toHaveAttribute('href', 'https://archive.example/?q=%22%3E');
  await explorer.visit('#show=table');
  await expect(page.getByRole('table', { name: 'Nodes' })).toContainText(script);
  expect(await page.evaluate(() => document.querySelectorAll('#page script, #page marquee, #page img, #page b b').length)).toBe(0);
});

test('a link to a node that was merged shows the node that stays, and becomes its link', async ({ explorer, page }) => {
  await explorer.visit('#add=official:merged&focus=official:merged&open=official:merged');
  await expect(page).toHaveURL(/#.*add=official:long&focus=official:long&open=official:long/);
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toContainText('Longword');
  expect(await explorer.draw((cy) => cy.nodes().map((node) => node.id()))).toContain('official:long');
});

test('a name of 300 characters breaks no layout at any width', async ({ explorer, page }) => {
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    for (const state of ['', '#open=official:unbroken', '#show=table']) {
      await explorer.visit(state);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} ${state}`).toBeLessThanOrEqual(width);
    }
  }
});

test('search takes and gives such names', async ({ explorer, page }) => {
  await explorer.visit();
  await explorer.find('script', /<script>alert/);
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText(script);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('files keep them as text', async ({ explorer, page }) => {
  await explorer.visit();
  const save = async (name: string) => {
    await page.locator('.menu summary').click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return readFileSync(await download.path(), 'utf8');
  };
  expect(await save('Nodes as CSV')).toContain('"<script>alert(""name"")</script>"');
  const svg = await save('Picture as SVG');
  expect(svg).not.toContain('<script');
  expect(
    await page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror'), svg),
  ).toBeNull();
});

test('a question whose file is no GraphQL is left out, and a list has one less', async ({ explorer, page }) => {
  await explorer.visit();
  await expect(page.locator('details.more summary')).toHaveText('0 other questions');
});
