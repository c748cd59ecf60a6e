import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Explorer } from './explorer';

const rawId = /\b(country|official|agency|instrument|objective|place|event|outlet|journalist|report|claim|statistic):\w/;

const chosen = ({ page }: Explorer) => page.getByRole('group', { name: 'Show as' }).locator('[aria-pressed="true"]');
const shown = ({ page }: Explorer) => page.locator('.form, .tables');

/** The words of a question's forms on their buttons. */
const words: Record<string, string> = {
  bars: 'Bars',
  line: 'Lines',
  timeline: 'Timeline',
  matrix: 'Matrix',
  text: 'Text',
  table: 'Table',
};

test('every form that a question names draws its answer, without an id and within the page', async ({ explorer, page, request }) => {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  const questions = (await (await request.get(`${explorer.address}/questions`)).json()) as { name: string; text: string }[];
  const drawn = new Set<string>();
  await explorer.visit();
  for (const { name, text } of questions) {
    const forms = /^# form: (.+)$/m.exec(text)![1]!.split(', ');
    for (const form of forms.filter((each) => words[each])) {
      await page.evaluate((hash) => (location.hash = hash), `#q=${name}&show=${form}`);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(text.split('\n')[0]!.slice(2));
      await expect(chosen(explorer)).toHaveText(words[form]!);
      await explorer.settled();
      await expect(page.locator('.empty'), `${name} as ${form}`).toHaveCount(0);
      await expect(shown(explorer).locator('.point, table, article').first(), `${name} as ${form}`).toBeAttached();
      const says = await shown(explorer).evaluate((element) => {
        // The nodes' table has their ids for files and other programs.
        const copy = element.cloneNode(true) as Element;
        copy
          .querySelectorAll('table:has(> caption)')
          .forEach((table) => table.querySelector('caption')!.textContent === 'Nodes' && table.remove());
        return copy.textContent!;
      });
      expect(says, `${name} as ${form}`).not.toMatch(rawId);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} as ${form}`).toBeLessThanOrEqual(390);
      if (drawn.has(form)) continue;
      drawn.add(form);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`),
        form,
      ).toEqual([]);
    }
  }
  expect([...drawn].sort()).toEqual(Object.keys(words).sort());
});

test('figures over time are lines with their gaps, and each opens its evidence by keyboard', async ({ explorer, page }) => {
  await explorer.visit('#q=wider/how-did-the-crossings-go');
  await expect(chosen(explorer)).toHaveText('Lines');
  // A year's figure and a month's are not on one scale.
  await expect(page.locator('.form h3')).toHaveText(['number counted, by year', 'number counted, by month', 'Without a number', /./]);
  const months = page.getByRole('group', { name: /^apprehensions, by month/ });
  await expect(months.locator('.point > *')).toHaveCount(7);
  // December; February to June; September: three stretches, of which one has a line.
  await expect(months.locator('.stretches path')).toHaveCount(3);
  await expect(page.getByRole('group', { name: /^crossings or people, by year/ })).toContainText('crossings or people');

  await months.locator('.point > *').first().focus();
  await expect(page.locator('.pointed:visible')).toHaveText(
    'Border Patrol apprehensions at the southern border (record), December 2023: 250,000 apprehensions (“about 250,000”)',
  );
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.pointed:visible')).toContainText('February 2024: 141,000');
  await page.keyboard.press('End');
  await expect(page.locator('.pointed:visible')).toContainText('September 2024: 54,000');
  await page.keyboard.press('Enter');
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toContainText('Border Patrol apprehensions');
  await expect(months.locator('.opened')).toHaveCount(1);

  await page.getByText('The values as a table').click();
  const least = page.getByRole('row').filter({ hasText: 'over 520,000' });
  await expect(least.getByRole('cell').filter({ hasText: /^520,000$/ })).toHaveCount(1);
  await expect(page.locator('.without')).toContainText('June 2024: the lowest level recorded');
});

test('a value says what it is where it is pointed at', async ({ explorer, page }) => {
  await explorer.visit('#q=wider/how-did-the-crossings-go');
  await page.getByRole('button', { name: /2021: 133,726 people/ }).hover();
  await expect(page.locator('.pointed:visible')).toHaveText('Irregular migrants crossing the Darién, 2021: 133,726 people');
  const [tip, drawing] = [(await page.locator('.pointed:visible').boundingBox())!, (await page.locator('.drawing').first().boundingBox())!];
  expect(tip.x).toBeGreaterThanOrEqual(drawing.x);
  expect(tip.x + tip.width).toBeLessThanOrEqual(drawing.x + drawing.width + 1);
});

test('numbers are bars with their names, and what they are made of', async ({ explorer, page }) => {
  await explorer.visit('#q=wider/who-reports-most');
  const homeland = page.getByRole('row').filter({ hasText: 'U.S. Department of Homeland Security' });
  await expect(homeland.getByRole('cell').first()).toHaveText('10');
  await expect(homeland.getByRole('rowheader')).toContainText('8 press release, 2 reference');
  await expect(homeland.locator('rect')).toHaveCount(2);
  const width = async (name: string) =>
    (await page.getByRole('row').filter({ hasText: name }).locator('rect').first().boundingBox())!.width;
  expect((await width('Federal Register')) / (await width('Wikipedia'))).toBeCloseTo(12 / 18, 1);
  await homeland.getByRole('button').click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toContainText('Homeland Security');

  await explorer.visit('#q=wider/what-kinds-of-instrument-are-there');
  await expect(page.locator('.form h3')).toHaveText(['instruments, by kind', 'instruments, by status']);
  await expect(page.getByRole('row', { name: /^announced commitment 9/ })).toBeVisible();
});

test('days are a timeline, and a list with its gaps', async ({ explorer, page }) => {
  await explorer.visit('#q=wider/what-happened-about-a-country');
  await expect(page.getByRole('group', { name: /^Timeline/ }).locator('.point > *')).toHaveCount(24);
  // What is known by its month alone is no day.
  await expect(page.getByRole('button', { name: /^July 2024, reported, U.S., Panama agree/ }).and(page.locator('rect'))).toHaveCount(1);
  await expect(page.locator('.days > li').first()).toContainText('13 June 2024');
  await expect(page.locator('.days .gap').first()).toHaveText('16 days without an entry');
  await page
    .locator('.days')
    .getByRole('button', { name: /^Inauguration of José Raúl Mulino/ })
    .click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toContainText('Inauguration');

  await explorer.visit('#q=wider/what-happened-in-the-week-of-an-inauguration');
  await expect(page.locator('.days > li').last()).toContainText(/took office ?Frank Ábrego/);
  await expect(
    page.getByRole('button', { name: '1 July 2024, signed, U.S.-Panama memorandum of understanding', exact: false }).first(),
  ).toBeVisible();

  // An office that has no end is drawn as such.
  await explorer.visit('#q=wider/who-led-an-agency-when');
  await expect(page.locator('[stroke-dasharray] > *')).toHaveCount(1);
  await expect(page.locator('[stroke-dasharray] > *')).toHaveAccessibleName(/^since 25 January 2025, in office, Kristi Noem/);
  await expect(page.getByRole('button', { name: /^6 December 2017 – 10 April 2019, in office, Kirstjen Nielsen/ })).toBeVisible();
});

test('who signed with whom is a matrix', async ({ explorer, page }) => {
  await explorer.visit('#q=wider/who-signs-for-a-country');
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Kevin McAleenan' }) });
  await expect(row.locator('.cell')).toHaveCount(3);
  await row.getByRole('button', { name: 'U.S.-Guatemala Asylum Cooperative Agreement' }).click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toContainText('U.S.-Guatemala Asylum Cooperative Agreement');
  const column = await page.getByRole('columnheader').allTextContents();
  const at = await row.locator('td').evaluateAll((cells) => cells.findIndex((cell) => cell.querySelector('[aria-pressed="true"]')));
  expect(column[at + 1]).toBe('Enrique Degenhart');

  await explorer.visit('#q=wider/which-agencies-carry-out-the-most&show=matrix');
  const homeland = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Department of Homeland Security' }) });
  const kinds = await page.getByRole('columnheader').allTextContents();
  await expect(homeland.locator('td').nth(kinds.indexOf('program') - 1)).toHaveText('5');
});

test('what is said is text, under who says it', async ({ explorer, page }) => {
  await explorer.visit('#q=who-said-what');
  const mayorkas = page.locator('.form section').filter({ has: page.getByRole('heading', { name: 'Alejandro Mayorkas' }) });
  await expect(mayorkas.locator('blockquote').nth(1)).toContainText('we are grateful for our partnership with Panama');
  await mayorkas.getByRole('button', { name: /^Evidence: The United States is grateful/ }).click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toContainText('grateful for its partnership');
});

test('a table has the fields of the answer, with a row for each entry of the innermost list', async ({ explorer, page, request }) => {
  await explorer.visit('#show=table');
  const through = page.getByRole('region', { name: 'country › relies on › through as a table' });
  const { data } = await (
    await request.post(`${explorer.address}/graphql`, {
      data: {
        query:
          'query @asOf(date: "2024-07-01") { country(code: "US") { reliesOn(objective: "objective:reduce_us_southern_border_crossings") { edges { node { name } through { name } } } } }',
      },
    })
  ).json();
  const expected = (data.country.reliesOn.edges as { node: { name: string }; through: { name: string }[] }[]).flatMap(
    ({ node, through: by }) => by.map(({ name }) => [node.name, name]),
  );
  await expect(through.locator('tbody tr')).toHaveCount(expected.length);
  const cells = await through
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('.named')].map((cell) => cell.textContent)));
  expect(cells).toEqual(expected);
  await through.getByRole('button', { name: 'Panama', exact: true }).first().click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toContainText('Panama');

  // Names alone are a cell, and an id is the name of its node.
  await explorer.visit('#q=wider/what-do-two-countries-have-in-common&show=table');
  await expect(page.locator('.tables section').first().locator('tbody tr').first()).toContainText('Guatemala');
  await explorer.visit('#q=who-serves-an-objective&show=table');
  await expect(page.locator('.tables')).toContainText(
    /memorandum of understanding on assistance and cooperation in migration matters ?PanamaPanamaUnited States/,
  );
});

test('an answer that has nothing says so, in every form', async ({ explorer, page }) => {
  await explorer.visit('#q=wider/what-happened-about-a-country&v.about=country:CUB&v.from=1950&v.to=1951');
  await expect(page.locator('.empty')).toContainText('Nothing answers this');
});

test('what is added to an answer is seen, in the network', async ({ explorer, page }) => {
  await explorer.visit('#q=wider/who-reports-most');
  await explorer.find('darien', /Darién Gap/, 'Shift+Enter');
  await expect(chosen(explorer)).toHaveText('Network');
  expect(await explorer.ids()).toContain('place:darien_gap');
  await page.goBack();
  await expect(chosen(explorer)).toHaveText('Bars');
});

test('the first picture loads no chart', async ({ explorer, page }) => {
  const files: string[] = [];
  // The layout runs in a worker, which the page starts with.
  page.on('request', (request) => /\/assets\/(?!layout\.worker)/.test(request.url()) && files.push(request.url()));
  await explorer.visit();
  const first = files.length;
  const listed = await page.locator('head script[src], head link[href*="assets"]').count();
  expect(first).toBe(listed);
  await page.evaluate(() => (location.hash = '#q=wider/how-did-the-crossings-go'));
  await expect(page.locator('.point > *').first()).toBeVisible();
  expect(files.length).toBeGreaterThan(first);
});

test('the list of questions is searched by its words, and each leads to its answer', async ({ explorer, page }) => {
  await page.goto(`${explorer.address}/questions`);
  const listed = page.getByRole('listitem');
  const all = await listed.count();
  await expect(page.getByRole('status')).toHaveText(`${all} questions`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([]);

  // Accents and case do not matter, and the forms are words of a question too.
  await page.getByRole('searchbox', { name: 'Search the questions' }).fill('CROSSED darien lines');
  await expect(page.locator('li')).toHaveCount(all);
  await expect(listed.filter({ visible: true })).toHaveCount(1);
  await expect(page.getByRole('status')).toHaveText(`1 of ${all} questions`);
  await expect(page.getByRole('heading', { level: 2 }).filter({ visible: true })).toHaveText(['statistics']);
  await page.getByRole('searchbox').fill('zeppelin');
  await expect(page.getByRole('status')).toHaveText('No question has these words.');
  await page.getByRole('searchbox').fill('in each period');
  const table = await page.getByRole('link', { name: 'As CSV' }).filter({ visible: true }).getAttribute('href');
  expect(await (await page.request.get(new URL(table!, page.url()).href)).text()).toMatch(/^statistics\.totalCount,.*\r\n/);
  await page
    .getByRole('link', { name: /^How many crossed the Darién/ })
    .filter({ visible: true })
    .click();
  await expect(page.locator('.point > *').first()).toBeVisible();
});
