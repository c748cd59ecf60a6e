import { readFileSync } from 'node:fs';
import { expect, test, type Explorer } from './explorer';

async function saved(explorer: Explorer, name: string): Promise<Buffer> {
  await explorer.page.locator('.menu summary').click();
  const [download] = await Promise.all([explorer.page.waitForEvent('download'), explorer.page.getByRole('button', { name }).click()]);
  return readFileSync(await download.path());
}

test('the table has what the picture has, and is sorted by a column', async ({ explorer, page }) => {
  await explorer.visit();
  const keys = await explorer.lineKeys();
  await page.getByRole('button', { name: 'Table' }).click();
  const lines = page.getByRole('table', { name: 'Lines' });
  await expect(lines.locator('tbody tr')).toHaveCount(keys.length);
  await lines.getByRole('button', { name: 'origins' }).click();
  await expect(lines.getByRole('columnheader', { name: 'origins' })).toHaveAttribute('aria-sort', 'ascending');
  const column = () =>
    lines
      .locator('tbody tr td:nth-child(7)')
      .allTextContents()
      .then((texts) => texts.map(Number));
  expect(await column()).toEqual((await column()).toSorted((a, b) => a - b));
  await lines.getByRole('button', { name: 'origins' }).click();
  expect(await column()).toEqual((await column()).toSorted((a, b) => b - a));
  await lines.getByRole('button', { name: 'United States relies on Mexico' }).click();
  await expect(explorer.panel).toContainText('18 independent origins');
});

test('lines and nodes as CSV', async ({ explorer }) => {
  await explorer.visit();
  const lines = (await saved(explorer, 'Lines as CSV')).toString().trimEnd().split('\r\n');
  expect(lines[0]).toBe(
    'from,relationship,to,since,until,strength,origins,reports,contested,presumed,explicit since,sources,question,as of,graph version,link',
  );
  expect(lines).toHaveLength(1 + (await explorer.lineKeys()).length);
  expect(lines.find((line) => line.includes('Mexico'))).toContain('United States,relies on,Mexico,');
  const nodes = (await saved(explorer, 'Nodes as CSV')).toString().trimEnd().split('\r\n');
  expect(nodes).toHaveLength(1 + (await explorer.ids()).length);
});

test('all as JSON, with the link to it', async ({ explorer, page }) => {
  await explorer.visit();
  const all = JSON.parse((await saved(explorer, 'All as JSON')).toString()) as {
    date: string;
    link: string;
    nodes: { id: string }[];
    lines: unknown[];
    answer: object;
  };
  expect(all.date).toBe('2024-07-01');
  expect(all.link).toBe(page.url());
  expect(all.nodes.map((node) => node.id).sort()).toEqual(await explorer.ids());
  expect(all.lines).toHaveLength((await explorer.lineKeys()).length);
  expect(all.answer).toHaveProperty('country.reliesOn');
});

test('the picture as PNG and as SVG', async ({ explorer, page }) => {
  await explorer.visit();
  const png = await saved(explorer, 'Picture as PNG');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.length).toBeGreaterThan(10_000);
  const svg = (await saved(explorer, 'Picture as SVG')).toString();
  const read = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      error: document.querySelector('parsererror')?.textContent ?? null,
      circles: document.querySelectorAll('circle').length,
      lines: document.querySelectorAll('path[marker-end]').length,
      text: document.documentElement.textContent,
    };
  }, svg);
  expect(read).toMatchObject({ error: null, circles: (await explorer.ids()).length, lines: (await explorer.lineKeys()).length });
  expect(read.text).toContain('Mexico');
});

test('the SVG and the table have what is presumed as the picture has it', async ({ explorer, page }) => {
  await explorer.visit('#q=who-serves-an-objective&on=2024-07-01');
  const presumed = await explorer.draw((cy) => ({
    nodes: cy
      .nodes()
      .map((node) => node.data('standing'))
      .filter((standing) => standing === 'PRESUMED').length,
    lines: cy
      .edges()
      .map((line) => line.data('standing'))
      .filter((standing) => standing === 'PRESUMED').length,
    colors: new Set(cy.edges().map((line) => line.style('line-color'))).size,
  }));
  const svg = (await saved(explorer, 'Picture as SVG')).toString();
  expect(svg.match(/stroke-dasharray="3 2"/g)).toHaveLength(presumed.nodes);
  expect(new Set(svg.match(/stroke="#\w+"(?= stroke-width="[\d.]+"[^>]*marker-end)/g))).toHaveProperty('size', presumed.colors);
  await page.getByRole('button', { name: 'Table' }).click();
  for (const [name, count] of [
    ['Lines', presumed.lines],
    ['Nodes', presumed.nodes],
  ] as const) {
    const table = page.getByRole('table', { name });
    const column = (await table.getByRole('columnheader').allTextContents()).findIndex((text) => text.startsWith('presumed'));
    expect((await table.locator(`tbody td:nth-child(${column + 1})`).allTextContents()).filter((text) => text === 'yes')).toHaveLength(
      count,
    );
  }
});

test('the GraphQL behind it runs as it stands', async ({ explorer, page, request, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await explorer.visit('#v.country=MX&on=2023');
  await page.getByRole('button', { name: 'GraphQL' }).click();
  const dialog = page.getByRole('dialog');
  const [query, variables] = await Promise.all([dialog.locator('pre').first().textContent(), dialog.locator('pre').last().textContent()]);
  const answer = await request.post(`${explorer.address}/graphql`, { data: { query, variables: JSON.parse(variables!) } });
  expect(await answer.json()).toMatchObject({ data: { country: { name: 'Mexico' } } });
  await dialog.getByRole('button', { name: 'Copy the query' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(query);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('Banana Cake Pop begins with the GraphQL behind it, its variables too, and answers it', async ({ explorer, page, context }) => {
  await explorer.visit('#q=who-relies-on-panama&v.country=MX');
  await page.getByRole('button', { name: 'GraphQL' }).click();
  const link = page.getByRole('dialog').getByRole('link', { name: 'Open in Banana Cake Pop' });
  const [editor] = await Promise.all([context.waitForEvent('page'), link.click()]);
  // Its service worker reloads the page once, a moment after the first visit: what is done meanwhile is lost.
  await editor.waitForFunction(
    () => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).type === 'reload',
    undefined,
    { timeout: 30_000 },
  );
  await editor.getByText('Create Document').click({ timeout: 30_000 });
  await expect(editor.getByText('query WhoReliesOnPanama(')).toBeVisible({ timeout: 30_000 });
  await expect(editor.getByText('"MX"')).toBeVisible();
  await expect(editor.getByText('Schema available')).toBeVisible({ timeout: 30_000 });
  await editor.getByRole('button', { name: /^Run/ }).click();
  await expect(editor.getByText('"Mexico"')).toBeVisible({ timeout: 30_000 });
});

test('an operation too long for a link is to be copied', async ({ explorer, page }) => {
  await explorer.visit(`#v.country=${'M'.repeat(7_000)}`);
  await page.getByRole('button', { name: 'GraphQL' }).click();
  await expect(page.getByRole('dialog')).toContainText('It is too long for a link to Banana Cake Pop');
  await expect(page.getByRole('dialog').getByRole('link')).toHaveCount(0);
});

test('a copied link is the address', async ({ explorer, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await explorer.visit('#on=2023&expand=country:MEX');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.locator('.toast')).toContainText('The link is copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});
