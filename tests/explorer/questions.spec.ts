import { expect, reliance, test } from './explorer';

test('the headline question stands first, drawn and listed', async ({ explorer, page }) => {
  await explorer.visit();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Which countries does the U.S. rely on to reduce crossings of its southern border, and who says so?',
  );
  expect(await explorer.ids()).toContain('country:MEX');
  expect(await explorer.lineKeys()).toContain(reliance('PAN'));
  await expect(page.locator('.reliance ol li').first()).toContainText('Mexico');
  await expect(page.locator('.reliance ol li').first()).toContainText('explicit');
});

test('every named question is drawn and listed without a mistake', async ({ explorer, page, request }) => {
  test.setTimeout(180_000);
  const questions = (await (await request.get(`${explorer.address}/questions`)).json()) as { name: string; text: string }[];
  expect(questions.length).toBeGreaterThan(15);
  await explorer.visit();
  for (const { name, text } of questions) {
    await page.evaluate((hash) => (location.hash = hash), `#q=${name}&show=network`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(text.split('\n')[0]!.slice(2));
    await explorer.settled();
    await expect(page.getByRole('alert'), name).toHaveCount(0);
    await expect(page.locator('.tree > *, .reliance').first(), name).toBeVisible();
    // What is counted rather than named has nothing to draw, and says so.
    if ((await explorer.ids()).length === 0) await expect(page.locator('.empty'), name).toContainText('figures');
    await page.getByRole('button', { name: 'GraphQL' }).click();
    await expect(page.getByRole('dialog').locator('pre')).toHaveCount(2);
    const [query, variables] = await page.getByRole('dialog').locator('pre').allTextContents();
    const answer = await request.post(`${explorer.address}/graphql`, { data: { query, variables: JSON.parse(variables!) } });
    expect(await answer.json(), name).not.toHaveProperty('errors');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('another question is chosen from the list', async ({ explorer, page }) => {
  await explorer.visit();
  await explorer.ask(/Who is party to the agreement/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Who is party to the agreement');
  expect(await explorer.ids()).toEqual(['country:PAN', 'country:USA', 'instrument:us_panama_mou_2024']);
  await expect(page.locator('.answer')).toContainText('signed an agreement on Monday');
});

test('the questions can be narrowed by their words', async ({ explorer, page }) => {
  await explorer.visit();
  await page.locator('details.more summary').click();
  await page.getByRole('searchbox', { name: 'Filter the questions' }).fill('photograph');
  await expect(page.locator('details.more li')).toHaveText([
    'Who took the photograph, for whom, who distributes it, and what does it show?',
  ]);
  await page.getByRole('searchbox', { name: 'Filter the questions' }).fill('zeppelin');
  await expect(page.locator('details.more')).toContainText('No question has these words.');
});

test('country, objective and date are controls', async ({ explorer, page }) => {
  await explorer.visit('#q=who-relies-on-panama');
  await expect(page.getByRole('combobox', { name: 'country' })).toHaveValue('Panama');
  await page.getByRole('combobox', { name: 'country' }).click();
  await page.getByRole('combobox', { name: 'country' }).fill('mex');
  await page.getByRole('option', { name: 'Mexico' }).click();
  await explorer.settled();
  await expect(page.locator('.changed')).toContainText('Asked of other values');
  expect(await explorer.lineKeys()).toContain(reliance('MEX'));
  expect(page.url()).toContain('v.country=MX');

  await page.getByRole('combobox', { name: 'objective' }).click();
  await page.getByRole('option', { name: /Keep migrants/ }).click();
  await explorer.settled();
  expect(page.url()).toContain('v.objective=objective:');
  await page.getByRole('button', { name: 'As written' }).click();
  await explorer.settled();
  await expect(page.getByRole('combobox', { name: 'country' })).toHaveValue('Panama');
});

test('a date that is none is refused beside its field, and nothing else happens', async ({ explorer, page }) => {
  await explorer.visit('#q=what-was-in-effect-when');
  const before = page.getByRole('textbox', { name: 'before' });
  await before.fill('2024-13');
  await expect(page.locator('.fault').filter({ hasText: 'Write 2024' }).first()).toBeVisible();
  await before.press('Enter');
  expect(page.url()).not.toContain('2024-13');
  await before.fill('2023-05');
  await before.press('Enter');
  await expect(page).toHaveURL(/v\.before=2023-05/);
});

test('nodes are added to a list of nodes, and taken away', async ({ explorer, page }) => {
  await explorer.visit('#q=who-said-what');
  await expect(page.locator('.chips li')).toHaveText([/Alejandro Mayorkas/, /José Raúl Mulino/, /Panama/]);
  await page.getByRole('button', { name: 'Remove Panama' }).click();
  await expect(page.locator('.chips li')).toHaveCount(2);
  await page.getByRole('combobox', { name: 'actors' }).fill('rubio');
  await page
    .getByRole('option', { name: /Marco Rubio/ })
    .first()
    .click();
  await expect(page.locator('.chips li')).toHaveText([/Mayorkas/, /Mulino/, /Rubio/]);
});

test('a list of words is a control', async ({ explorer, page }) => {
  await explorer.visit('#q=wider/how-are-two-people-connected');
  const before = await explorer.lineKeys();
  await page.getByRole('textbox', { name: 'types' }).fill('SERVES, TOOK_PART_IN');
  await page.getByRole('textbox', { name: 'types' }).press('Enter');
  await expect(page).toHaveURL(/v\.types=SERVES/);
  await explorer.settled();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect.poll(() => explorer.lineKeys()).not.toEqual(before);
});

test('the answer to who relies on whom is there as it was asked, too', async ({ explorer, page }) => {
  await explorer.visit('#q=wider/who-was-relied-on-then-and-is-now');
  await page.getByText('The answer as it was asked').click();
  await expect(page.locator('.whole .tree')).toContainText('Honduras');
});

test('an empty answer says what to try', async ({ explorer, page }) => {
  await explorer.visit('#q=who-carries-out-the-agreement&on=1999');
  await expect(page.locator('.empty')).toContainText('Nothing answers this in 1999');
  await page.getByRole('button', { name: 'Ask without a date' }).click();
  await explorer.settled();
  expect((await explorer.ids()).length).toBeGreaterThan(3);
});

test('a question that is not there is told, and the others are offered', async ({ explorer, page }) => {
  await explorer.visit('#q=no-such-question');
  await expect(page.getByRole('alert')).toContainText('no-such-question');
  await explorer.ask(/Which countries does the U.S. rely on/);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('relationships that a question lists are the lines that are drawn, and open from the list', async ({ explorer, page }) => {
  await explorer.visit('#q=wider/what-is-contested');
  const lines = await explorer.lineKeys();
  expect(lines.length).toBeGreaterThan(3);
  expect(await explorer.draw((cy) => cy.edges().map((line) => line.data('contested')))).toEqual(lines.map(() => true));
  await expect(page.locator('.tree')).not.toContainText('display name');
  await page
    .locator('.tree')
    .getByRole('button', { name: /^Honduras is party to/ })
    .click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText(/Honduras is party to/);
  await expect(explorer.panel.locator('.badge.denies').first()).toBeVisible();

  // Evidence of which only the report is requested is its report.
  await explorer.visit('#q=wider/what-rests-on-one-origin');
  expect((await explorer.lineKeys()).length).toBe(await page.locator('.tree .branch > ul > li').count());
  await expect(page.locator('.tree .branch > ul > li').first().locator('.source')).toHaveText([/^Costa Rica will request/]);

  // What a node brings when it is expanded is drawn whole.
  await explorer.visit('#q=wider/what-is-contested&expand=country:HND');
  expect(await explorer.lineKeys()).toContain('ACTS_UNDER~country:HND~instrument:aca_honduras_2025');
});
