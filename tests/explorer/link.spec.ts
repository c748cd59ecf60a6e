import { expect, reliance, test } from './explorer';

test('a view that is restored from its link is the same', async ({ explorer, page, context }) => {
  await explorer.visit('#q=who-relies-on-panama');
  await explorer.click('country:PAN');
  await explorer.panel.getByRole('button', { name: 'Expand' }).click();
  await explorer.settled();
  await page.getByRole('button', { name: 'Lay out anew' }).click();
  await page.getByText('Legend and filter').click();
  await page.getByRole('checkbox', { name: 'agencies' }).uncheck();
  await explorer.asOf.fill('2024-08');
  await explorer.asOf.press('Enter');
  await explorer.settled();
  await explorer.panel.getByText(/lines in the picture/).click();
  await explorer.panel
    .getByRole('button', { name: /acts under/ })
    .first()
    .click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText(/Panama acts under/);
  const seen = async (of: typeof explorer) => ({
    positions: await of.positions(),
    lines: await of.lineKeys(),
    open: await of.panel.getByRole('heading', { level: 2 }).textContent(),
    asOf: await of.asOf.inputValue(),
  });
  const before = await seen(explorer);

  const other = await context.newPage();
  const again = new (explorer.constructor as typeof import('./explorer').Explorer)(other, explorer.address);
  await other.goto(page.url());
  await again.settled();
  await expect(again.panel.getByRole('heading', { level: 2 })).toHaveText(before.open!);
  expect(await seen(again)).toEqual(before);
  await other.reload();
  await again.settled();
  await expect(again.panel.getByRole('heading', { level: 2 })).toHaveText(before.open!);
  expect(await seen(again)).toEqual(before);
});

test('back and forward go through what was done', async ({ explorer, page }) => {
  await explorer.visit();
  await explorer.click(reliance('PAN'));
  await expect(explorer.panel).toBeVisible();
  await explorer.ask(/Who took the photograph/);
  await expect(explorer.panel).toHaveCount(0);
  await page.goBack();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText(/relies on Panama/);
  await page.goBack();
  await expect(explorer.panel).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Which countries');
  await page.goForward();
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Who took the photograph');
});

test('an address that says nonsense shows what can be read of it', async ({ explorer, page }) => {
  await explorer.visit('#on=soon&seed=minus&pin=x&path=y&open=nothing:here&v.country=&focus=z&show=film');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Which countries');
  await expect(explorer.panel).toContainText('The graph has nothing with the id');
});
