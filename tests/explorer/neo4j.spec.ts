import { expect, test as base, Explorer, reliance } from './explorer';
import { empty, neo4j } from './neo4j';
import { Server } from './server';

const test = base.extend<{ embedded: Explorer }, { shared: Server }>({
  shared: [
    async ({}, use) => {
      await empty();
      const server = await new Server({ store: neo4j! }).start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  explorer: async ({ page, shared, guard }, use) => {
    void guard;
    await use(new Explorer(page, shared.address));
  },
  embedded: async ({ context, seeded }, use) => use(new Explorer(await context.newPage(), seeded.address)),
});
test.skip(neo4j === null, 'no Neo4j: NEO4J_TEST_URL names none');

const doings: Record<string, (explorer: Explorer) => Promise<void>> = {
  'the headline question, its date moved to another': async (explorer) => {
    await explorer.visit();
    await expect(explorer.page.locator('.reliance ol li').first()).toContainText('Mexico');
    await explorer.asOf.fill('2019-10-01');
    await explorer.asOf.press('Enter');
    await explorer.settled();
    await expect(explorer.page.locator('.switch .count')).toContainText('on 1 October 2019');
    await expect(explorer.page.locator('.marks .moment.signed').first()).toBeAttached();
  },
  'another question, asked of another country': async (explorer) => {
    await explorer.visit('#q=who-relies-on-panama');
    await explorer.page.getByRole('combobox', { name: 'country' }).fill('mex');
    await explorer.page.getByRole('option', { name: 'Mexico' }).click();
    await explorer.settled();
    expect(await explorer.lineKeys()).toContain(reliance('MEX'));
  },
  'a node that is searched and expanded': async (explorer) => {
    await explorer.visit('#q=who-said-what&show=network');
    await explorer.find('jose mul', /José Raúl Mulino official/, 'Shift+Enter');
    await explorer.panel.getByRole('button', { name: 'Expand' }).click();
    await explorer.settled();
    await expect(explorer.panel.getByRole('heading', { level: 3 })).toContainText(/\d+ claims about it/);
    expect((await explorer.ids()).length).toBeGreaterThan(5);
  },
  'a path between two': async (explorer) => {
    await explorer.visit('#q=&path=official:mulino~official:mayorkas');
    expect((await explorer.ids()).length).toBeGreaterThan(2);
  },
  'why one relies on the other, and who says so': async (explorer) => {
    await explorer.visit();
    await explorer.click(reliance('PAN'));
    await expect(explorer.panel).toContainText('chains of steps');
    await expect(explorer.panel.locator('.claim').first()).toBeVisible();
    await expect(explorer.panel.locator('.steps li').first()).toBeVisible();
  },
  'all of it as a table': async (explorer) => {
    await explorer.visit('#q=what-binds-a-country&show=table');
    await explorer.page.getByRole('table', { name: 'Lines' }).getByRole('button', { name: 'origins' }).click();
    await expect(explorer.page.getByRole('table', { name: 'Nodes' }).locator('tbody tr').first()).toBeVisible();
  },
  'two dates compared, in a picture, a sentence and a strip': async (explorer) => {
    await explorer.visit('#on=2026-01-01&then=2024-07-01');
    await expect(explorer.page.locator('p.then')).toContainText('came to rely on Brazil too');
    await expect(explorer.page.locator('.strip .opens').first()).toBeVisible();
  },
  'what was known then': async (explorer) => {
    await explorer.visit('#on=2024-07-01&known=then');
    await expect(explorer.page.locator('.reliance ol li').first()).toBeVisible();
  },
  'the map': async (explorer) => {
    await explorer.visit('#show=map');
    await expect(explorer.page.locator('.arc').first()).toBeVisible();
  },
  'figures as lines': async (explorer) => {
    await explorer.visit('#q=wider/how-did-the-crossings-go');
    await expect(explorer.page.locator('.plot').first()).toBeVisible();
  },
  'signatures as a matrix': async (explorer) => {
    await explorer.visit('#q=wider/who-signs-for-a-country');
    await expect(explorer.page.getByRole('table').first()).toBeVisible();
  },
  'two countries side by side': async (explorer) => {
    await explorer.visit('#beside=country:MEX~country:PAN');
    await expect(explorer.page.locator('.beside')).toContainText('have in common');
  },
  'a brief': async (explorer) => {
    await explorer.page.goto(`${explorer.address}/#show=brief`);
    await expect(explorer.page.locator('.sheet figure img')).toBeVisible({ timeout: 30_000 });
  },
};

/** All that can be read or looked at. */
async function seen(explorer: Explorer) {
  const hasPicture = await explorer.canvas.isVisible();
  return {
    // A brief says where it is from.
    text: (await explorer.page.locator('#page').innerText()).replaceAll(explorer.address, ''),
    moments: await explorer.page.locator('.marks title').allTextContents(),
    positions: hasPicture ? await explorer.positions() : null,
    lines: hasPicture ? await explorer.lineKeys() : null,
    link: new URL(explorer.page.url()).hash,
  };
}

for (const [what, act] of Object.entries(doings))
  test(`${what}: the same on Neo4j as on the embedded store`, async ({ explorer, embedded }) => {
    await act(embedded);
    await act(explorer);
    // What comes after the picture, such as the moments of the timeline, comes to each in its own time.
    await expect(async () => expect(await seen(explorer)).toEqual(await seen(embedded))).toPass({ timeout: 15_000 });
  });
