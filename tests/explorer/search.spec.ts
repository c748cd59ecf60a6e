import { expect, test } from './explorer';

test('a node is found by the beginnings of its words, from the keyboard', async ({ explorer, page }) => {
  await explorer.visit();
  await page.keyboard.press('/');
  await expect(explorer.search).toBeFocused();
  await explorer.find('jose mul', /José Raúl Mulino official/);
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText('José Raúl Mulino');
  expect(await explorer.ids()).toContain('country:PAN');
});

test('Shift and Enter add what is found to the picture', async ({ explorer }) => {
  await explorer.visit();
  const before = await explorer.ids();
  await explorer.find('darien gap', /Darién Gap place/, 'Shift+Enter');
  expect(await explorer.ids()).toEqual([...before, 'place:darien_gap'].sort());
});

test('Enter before anything is found takes the first that is', async ({ explorer }) => {
  await explorer.visit();
  await explorer.search.fill('jose raul mulino');
  await explorer.search.press('Enter');
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText('José Raúl Mulino');
});

test('a question is found by its words', async ({ explorer, page }) => {
  await explorer.visit();
  await explorer.find('photograph', /Who took the photograph/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Who took the photograph');
});

test('what is not found says so, and Escape closes', async ({ explorer, page }) => {
  await explorer.visit();
  await explorer.search.fill('zeppelin');
  await expect(page.getByText('Nothing is called “zeppelin”')).toBeVisible();
  await explorer.search.press('Escape');
  await expect(page.getByText('Nothing is called “zeppelin”')).toHaveCount(0);
});

test('what people type in any form is no mistake', async ({ explorer, page }) => {
  await explorer.visit();
  for (const text of ['"', '{}', '$x', '\\', '日本', '<b>', "';--"]) {
    await explorer.search.fill(text);
    await expect(page.locator('.bar .combobox .note, .bar .combobox [role="option"]').first(), text).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
});
