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

test('what is only presumed on the date is fainter, instruments with a dashed outline, and the legend says so', async ({
  explorer,
  page,
}) => {
  const drawn = () =>
    explorer.draw((cy) => ({
      nodes: cy.nodes().map((node) => ({
        kind: node.data('kind'),
        standing: node.data('standing'),
        fill: node.style('background-color'),
        outline: node.style('border-style'),
      })),
      lines: cy.edges().map((line) => ({
        id: line.id(),
        standing: line.data('standing'),
        color: line.style('line-color'),
        dashes: line.style('line-style'),
      })),
    }));
  const fills = (nodes: { fill: string }[]) => new Set(nodes.map((node) => node.fill));
  await explorer.visit('#q=who-serves-an-objective&on=2024-07-01');
  const agreements = (await drawn()).nodes.filter((node) => node.kind === 'AGREEMENT');
  const [presumed, known] = [true, false].map((is) => agreements.filter((node) => (node.standing === 'PRESUMED') === is));
  for (const node of presumed!) expect(node.outline).toBe('dashed');
  for (const node of known!) expect(node.outline).toBe('solid');
  expect(fills(presumed!).size).toBe(1);
  expect(fills(known!).size).toBe(1);
  expect(fills(presumed!)).not.toEqual(fills(known!));
  await expect(page.locator('.legend')).toContainText('fainter, dashed outline: presumed');

  await explorer.visit();
  const { lines, nodes } = await drawn();
  const [cuba, mexico] = ['CUB', 'MEX'].map((other) => lines.find((line) => line.id === reliance(other))!);
  expect([cuba!.standing, mexico!.standing]).toEqual(['PRESUMED', 'IN_EFFECT']);
  expect(cuba!.color).not.toBe(mexico!.color);
  expect(nodes.every((node) => node.standing === null && node.outline === 'solid')).toBe(true);
  await expect(page.locator('.legend')).toContainText('fainter: presumed');
  await expect(page.locator('.legend')).not.toContainText('dashed outline');
  await expect(page.locator('.reliance li').filter({ hasText: 'presumed' })).toHaveText([/Cuba/]);

  // Dashes mean implied, whatever the standing.
  await explorer.asOf.fill('2026-06-30');
  await explorer.asOf.press('Enter');
  await explorer.settled();
  await expect.poll(async () => (await drawn()).lines.every((line) => line.standing === 'PRESUMED')).toBe(true);
  expect((await drawn()).lines.find((line) => line.id === reliance('MEX'))).toMatchObject({ color: cuba!.color, dashes: 'solid' });

  await page.getByRole('button', { name: 'Ever' }).click();
  await explorer.settled();
  await expect.poll(async () => (await drawn()).lines.every((line) => line.standing === null)).toBe(true);
  await expect(page.locator('.legend')).not.toContainText('presumed');
});

test('an instrument says until when the graph knows it, and whether it is presumed on the date', async ({ explorer }) => {
  const facts = explorer.panel.locator('dl.facts');
  await explorer.visit('#on=2026-06-30&open=instrument:us_panama_mou_2024');
  await expect(facts).toContainText('the graph knows until February 2025');
  await expect(facts).toContainText('presumed on 30 June 2026');
  await explorer.visit('#on=2024-07-01&open=instrument:us_panama_mou_2024');
  await expect(facts).toContainText('the graph knows until February 2025');
  await expect(facts).not.toContainText('presumed');
  await explorer.visit('#on=ever&open=instrument:us_panama_mou_2024');
  await expect(facts).toContainText('the graph knows until February 2025');
  await expect(facts).not.toContainText('presumed');
});

test('a line that is presumed says so', async ({ explorer }) => {
  await explorer.visit(`#open=${reliance('CUB')}`);
  await expect(explorer.panel.locator('.badge.presumed')).toHaveText('presumed');
  await explorer.visit('#q=who-is-party-to-the-agreement&on=2026-06-30&open=PARTY_TO~country:PAN~instrument:us_panama_mou_2024');
  await expect(explorer.panel.locator('p.facts').first()).toContainText('presumed on 30 June 2026');
});

test('reports that were published after the date are marked', async ({ explorer }) => {
  const sources = explorer.panel.locator('.source').filter({ hasText: ' · ' });
  const later = sources.filter({ has: explorer.page.locator('.badge.later') });
  await explorer.visit('#on=2024-07-01&open=instrument:us_panama_mou_2024');
  await expect(later.first()).toContainText('published after 1 July 2024');
  expect(await later.filter({ hasText: ', 1 July 2024, ' }).count()).toBe(0);
  expect(await sources.filter({ hasText: ', 1 July 2024, ' }).count()).toBeGreaterThan(0);
  await explorer.visit('#on=ever&open=instrument:us_panama_mou_2024');
  await expect(sources.first()).toBeAttached();
  expect(await later.count()).toBe(0);
});

test('a coarse date of a report or of the picture is over on its last day', async ({ explorer, page }) => {
  const report = 'report:cbs_2023_11';
  await explorer.visit(`#q=&on=2023-11-29&open=${report}`);
  await expect(explorer.panel.locator('.source .badge.later')).toHaveText('published after 29 November 2023');
  for (const date of ['2023-11-30', '2023-11', '2023']) {
    await explorer.visit(`#q=&on=${date}&open=${report}`);
    await expect(explorer.panel.locator('.source').first()).toContainText('November 2023');
    await expect(page.locator('.badge.later')).toHaveCount(0);
  }
});

test('where a question counts a part of the evidence, lines and panels follow it', async ({ explorer, page }) => {
  const mexico = reliance('MEX');
  const origins = async () => Number((await explorer.panel.locator('.corroboration b').first().textContent())!.split(' ')[0]);
  const cbs = explorer.panel.locator('.origin h4').filter({ hasText: 'CBS News' });
  await explorer.visit(`#q=wider/what-falls-without-an-outlet&on=ever&open=${mexico}`);
  await expect(page.locator('.evidence-note')).toContainText('without 1 source');
  await expect(explorer.panel.locator('.origin').first()).toBeVisible();
  await expect(cbs).toHaveCount(0);
  const without = await origins();
  await explorer.visit(`#q=who-relies-on-whom&on=ever&open=${mexico}`);
  await expect(cbs).toHaveCount(1);
  await expect(page.locator('.evidence-note')).toHaveCount(0);
  expect(await origins()).toBeGreaterThan(without);

  // The panel of a node, too: no report of it was published after the day.
  await explorer.visit('#q=wider/what-could-have-been-known&on=2019-12-31&open=country:GTM');
  await expect(page.locator('.evidence-note')).toContainText('published by 31 December 2019');
  await expect(explorer.panel.locator('.origin').first()).toBeVisible();
  await expect(page.locator('.badge.later')).toHaveCount(0);
  await explorer.visit('#q=who-relies-on-whom&on=2019-12-31&open=country:GTM');
  await expect(explorer.panel.locator('.badge.later').first()).toBeVisible();
});
