import { expect, test } from './explorer';

test('another date gives another picture, and nodes keep their places', async ({ explorer, page }) => {
  await explorer.visit();
  const before = await explorer.positions();
  await explorer.asOf.fill('2019-10-01');
  await explorer.asOf.press('Enter');
  await explorer.settled();
  await expect.poll(() => explorer.ids()).not.toEqual(Object.keys(before).sort());
  const after = await explorer.positions();
  for (const [id, place] of Object.entries(after)) if (before[id]) expect(place, id).toEqual(before[id]);
  await expect(page.locator('.switch .count')).toContainText('on 1 October 2019');
});

test('the slider moves the date by the keyboard, and marks what happened', async ({ explorer, page }) => {
  await explorer.visit();
  const panama = page.locator('.reliance ol li').filter({ hasText: 'Panama' });
  await expect(panama).toContainText('2 instruments ·');
  await expect(page.locator('.marks .moment.signed').first()).toBeAttached();
  await expect(page.locator('.marks .moment.ended').first()).toBeAttached();
  const slider = page.getByRole('slider', { name: 'Date' });
  await slider.focus();
  await slider.press('ArrowLeft');
  await expect(page).toHaveURL(/on=2024-06-30/);
  await explorer.settled();
  await expect(slider).toHaveAttribute('aria-valuetext', '30 June 2024');
  await expect(panama).toContainText('1 instrument ·');
});

test('offices are marked', async ({ explorer, page }) => {
  await explorer.visit('#q=&expand=official:mulino');
  await expect(page.locator('.marks .moment.office_taken').first()).toBeAttached();
  await expect(page.locator('.marks .moment.office_left').first()).toBeAttached();
});

test('today, ever, the moment before and the next', async ({ explorer, page }) => {
  await explorer.visit();
  await page.getByRole('button', { name: 'Ever' }).click();
  await expect(page).toHaveURL(/on=ever/);
  await explorer.settled();
  await expect(page.getByRole('button', { name: 'Ever' })).toHaveAttribute('aria-pressed', 'true');
  const ever = (await explorer.ids()).length;
  await page.getByRole('button', { name: 'Today' }).click();
  await explorer.settled();
  const today = new Date().toISOString().slice(0, 10);
  await expect(page).toHaveURL(new RegExp(`on=${today}`));
  expect((await explorer.ids()).length).toBeLessThanOrEqual(ever);
  await page.getByRole('button', { name: 'The moment before' }).click();
  await expect(page).not.toHaveURL(new RegExp(`on=${today}`));
  await expect.poll(async () => (await explorer.asOf.inputValue()) < today).toBe(true);
  await explorer.settled();
  const earlier = await explorer.asOf.inputValue();
  await page.getByRole('button', { name: 'The moment before' }).click();
  await expect.poll(() => explorer.asOf.inputValue()).not.toBe(earlier);
  await explorer.settled();
  await page.getByRole('button', { name: 'The next moment' }).click();
  await expect.poll(() => explorer.asOf.inputValue()).toBe(earlier);
});

test('time plays from moment to moment, and pauses', async ({ explorer, page }) => {
  await explorer.visit('#on=2024-01-01');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  const seen = new Set<string>();
  await expect.poll(async () => seen.add(await explorer.asOf.inputValue()).size, { timeout: 20_000 }).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Pause' }).click();
  const paused = await explorer.asOf.inputValue();
  await explorer.settled();
  expect(await explorer.asOf.inputValue()).toBe(paused);
  await page.goBack();
  await expect.poll(() => explorer.asOf.inputValue()).toBe('2024-01-01');
});

test('a month or a year is a date as well', async ({ explorer, page }) => {
  await explorer.visit();
  await explorer.asOf.fill('2023');
  await explorer.asOf.press('Enter');
  await explorer.settled();
  await expect(page.locator('.switch .count')).toContainText('in 2023');
  await explorer.asOf.fill('yesterday');
  await expect(page.locator('.time .fault')).toHaveText('Write 2024, 2024-07 or 2024-07-01.');
});
