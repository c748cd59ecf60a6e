import { expect, reliance, test } from './explorer';

test('a click on a line shows who says so, in which words', async ({ explorer }) => {
  await explorer.visit();
  await explorer.click(reliance('PAN'));
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText(/United States relies on Panama/);
  await expect(explorer.panel).toContainText('5 independent origins');
  await expect(
    explorer.panel
      .locator('blockquote.quote')
      .filter({ hasText: 'will allow American officials to help the Panamanian government deport migrants' })
      .first(),
  ).toBeVisible();
  await expect(explorer.panel).toContainText('CBS News');
  await expect(explorer.panel).toContainText('1 July 2024');
  await expect(explorer.panel.getByRole('link', { name: /read it/ }).first()).toHaveAttribute('href', /^https:/);
  await expect(explorer.panel.getByRole('link', { name: /read it/ }).first()).toHaveAttribute('rel', /noopener/);
});

test('the chain of steps says why, and each step has its evidence', async ({ explorer }) => {
  await explorer.visit();
  await explorer.click(reliance('PAN'));
  const steps = explorer.panel.locator('.steps');
  await expect(steps).toContainText('2 chains of steps');
  await expect(steps).toContainText('Panama acts under it');
  await expect(steps).toContainText('it benefits United States');
  await expect(steps).toContainText('it pursues');
  await steps.getByRole('button', { name: 'acts under it' }).first().click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText(/Panama acts under/);
  await expect(explorer.panel.locator('.claim').first()).toBeVisible();
});

test('who was left out is listed with the reason', async ({ explorer, page }) => {
  await explorer.visit();
  const excluded = page.locator('.excluded');
  await excluded.locator('summary').click();
  await expect(excluded).toContainText('aims at something else');
  await expect(excluded).toContainText('not in effect on this date');
  await expect(excluded.locator('li').first().getByRole('button').first()).toBeVisible();
});

test('copies are folded under their origin', async ({ explorer }) => {
  await explorer.visit('#open=ACTS_UNDER~country:PAN~instrument:us_panama_mou_2024');
  const folded = explorer.panel.locator('.origin').filter({ hasText: 'of the same origin' }).first();
  await expect(folded.locator('h4')).toContainText(/\d+ reports, 1 origin/);
  const copy = folded.locator('details .reported').first();
  await expect(copy).toBeHidden();
  await folded.locator('summary').click();
  await expect(copy).toContainText('copied from');
});

test('a contested line is marked, and both sides are read', async ({ explorer }) => {
  await explorer.visit('#q=who-serves-an-objective&on=ever');
  const contested = await explorer.draw((cy) =>
    cy
      .edges()
      .map((edge) => (edge.data('contested') ? edge.id() : null))
      .filter((id) => id !== null),
  );
  expect(contested.length).toBeGreaterThan(0);
  const label = await explorer.draw((cy) =>
    cy
      .edges()
      .map((edge) => (edge.data('contested') ? String(edge.data('label')) : ''))
      .find((text) => text !== ''),
  );
  expect(label).toContain('contested');
  await explorer.visit(`#q=who-serves-an-objective&on=ever&open=${encodeURIComponent(contested[0]!)}`);
  await expect(explorer.panel).toContainText('contested');
  await expect(explorer.panel.locator('.badge.denies').first()).toBeVisible();
  await expect(explorer.panel.locator('.badge.asserts').first()).toBeVisible();
});

test('what is inferred says how', async ({ explorer }) => {
  await explorer.visit();
  await explorer.click(reliance('MEX'));
  await expect(explorer.panel.locator('.badge.inferred').first()).toBeVisible();
  await expect(explorer.panel.locator('.reasoning').first()).toContainText('How it was inferred:');
});

test('a node shows its facts, its lines and the claims about it', async ({ explorer }) => {
  await explorer.visit('#q=&expand=official:mulino');
  await explorer.click('official:mulino');
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText('José Raúl Mulino');
  await expect(explorer.panel).toContainText('President of Panama');
  await expect(explorer.panel.locator('.lines li').first()).toBeVisible();
  await expect(explorer.panel).toContainText(/\d+ claims about it/);
  await explorer.panel.getByRole('button', { name: /holds office in Panama/ }).click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText(/José Raúl Mulino holds office in Panama/);
});

test('strength is drawn as explicit solid, implied dashed, and corroboration as width', async ({ explorer }) => {
  await explorer.visit();
  const lines = await explorer.draw((cy) =>
    cy.edges().map((edge) => ({
      id: edge.id(),
      style: edge.style('line-style'),
      width: edge.numericStyle('width'),
      strength: edge.data('strength'),
      origins: Number(edge.data('origins')),
    })),
  );
  for (const line of lines) expect(line.style, line.id).toBe(line.strength === 'IMPLIED' ? 'dashed' : 'solid');
  expect(new Set(lines.map((line) => line.style)).size).toBe(2);
  const byOrigins = lines.toSorted((a, b) => a.origins - b.origins);
  expect(byOrigins.at(-1)!.width).toBeGreaterThan(byOrigins[0]!.width + 2);
  expect(byOrigins.map((line) => line.width)).toEqual(lines.map((line) => line.width).toSorted((a, b) => a - b));
});

test('the same evidence is read of any line by the keyboard alone', async ({ explorer, page }) => {
  await explorer.visit();
  await explorer.canvas.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('l');
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText(/relies on/);
  await page.keyboard.press('Escape');
  await expect(explorer.panel).toHaveCount(0);
});
