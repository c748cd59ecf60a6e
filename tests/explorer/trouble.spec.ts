import { expect, test as base, Explorer, reliance } from './explorer';
import { Server } from './server';

const test = base.extend<{ own: Server }>({
  own: async ({}, use) => {
    const server = await new Server().start();
    await use(server);
    await server.stop();
  },
});

test('a server that stops is told, the picture stays, and the page goes on when it is back', async ({ page, own, guard }) => {
  guard.allowConsole = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_SOCKET_NOT_CONNECTED|Failed to load resource/;
  const explorer = new Explorer(page, own.address);
  await explorer.visit();
  const before = await explorer.ids();
  await own.halt();
  await explorer.asOf.fill('2019');
  await explorer.asOf.press('Enter');
  await expect(page.getByRole('alert')).toContainText('The server cannot be reached');
  expect(await explorer.ids()).toEqual(before);
  await own.resume();
  await expect(page.getByRole('alert')).toHaveCount(0, { timeout: 30_000 });
  await explorer.settled();
  await expect(page.locator('.switch .count')).toContainText('in 2019');
  await expect.poll(() => explorer.ids()).not.toEqual(before);
});

test('evidence that is asked for while the server is away comes when it is back', async ({ page, own, guard }) => {
  guard.allowConsole = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_SOCKET_NOT_CONNECTED|Failed to load resource/;
  const explorer = new Explorer(page, own.address);
  await explorer.visit();
  await own.halt();
  await explorer.click(reliance('PAN'));
  await expect(explorer.panel.getByRole('alert')).toContainText('The server cannot be reached');
  await own.resume();
  await expect(explorer.panel).toContainText('independent origins', { timeout: 30_000 });
});

test('what the server refuses is told in its words, the picture stays, and it can be tried again', async ({ explorer, page, guard }) => {
  guard.allowConsole = /status of 400/;
  await explorer.visit();
  const before = await explorer.ids();
  await page.route('**/graphql', (route) =>
    route.fulfill({
      status: 400,
      contentType: 'application/graphql-response+json',
      body: JSON.stringify({ errors: [{ message: 'Ask for less.', extensions: { code: 'TOO_MUCH' } }] }),
    }),
  );
  await explorer.asOf.fill('2017');
  await explorer.asOf.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Ask for less. (TOO_MUCH)');
  expect(await explorer.ids()).toEqual(before);
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.locator('.switch .count')).toContainText('in 2017');
});

test('while it waits, the page says that it loads', async ({ explorer, page }) => {
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/graphql', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(explorer.address);
  await expect(page.locator('main')).toHaveAttribute('aria-busy', 'true');
  await expect(page.locator('.progress.on')).toBeAttached();
  await expect(page.getByText('Loading …')).toBeVisible();
  // Nothing is called by its id while its name is on the way.
  await expect(page.getByRole('combobox', { name: 'objective' })).toHaveValue('');
  answer();
  await explorer.settled();
  await expect(page.locator('.progress.on')).toHaveCount(0);
});
