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
};

/** All that can be read or looked at. */
async function seen(explorer: Explorer) {
  const hasPicture = await explorer.canvas.isVisible();
  return {
    text: await explorer.page.locator('#page').innerText(),
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
