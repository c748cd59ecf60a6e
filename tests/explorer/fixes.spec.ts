import { expect, reliance, test, type Explorer } from './explorer';

const moments = (explorer: Explorer) =>
  explorer.page
    .locator('.marks .moment title')
    .allTextContents()
    .then((texts) => texts.sort());

test('the timeline is the same for an address, however it was reached, and has all the years', async ({ explorer, page }) => {
  await explorer.visit();
  await expect.poll(async () => (await moments(explorer)).length).toBeGreaterThan(5);
  const first = await moments(explorer);
  expect(first.some((moment) => moment.startsWith('2019-'))).toBe(true);
  await explorer.asOf.fill('2019-12-01');
  await explorer.asOf.press('Enter');
  await explorer.settled();
  await expect(page).toHaveURL(/on=2019-12-01/);
  await expect.poll(() => moments(explorer)).toEqual(first);
  await explorer.visit('#on=2019-12-01');
  await expect.poll(() => moments(explorer)).toEqual(first);

  // Played from before it, time stops in 2019.
  await explorer.visit('#on=2019-01-01');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => explorer.asOf.inputValue()).toMatch(/^2019-(?!01-01)/);
  await page.getByRole('button', { name: 'Pause' }).click();
});

test('since when one relies on another tells explicit and implied apart', async ({ explorer, page }) => {
  const mexico = page.locator('.reliance ol li').filter({ hasText: 'Mexico' });
  await explorer.visit(`#open=${reliance('MEX')}`);
  await expect(mexico).toContainText(/explicit since \w+ \d{4}, implied since \w+ \d{4}/);
  await expect(mexico).not.toContainText(/(?<!explicit |implied )since/);
  const [, explicit, implied] = /explicit since (.+ \d{4}), implied since (.+ \d{4})/.exec(
    (await explorer.panel.locator('p').filter({ hasText: 'explicit since' }).textContent())!,
  )!;
  expect(Date.parse(`${implied} UTC`)).toBeLessThan(Date.parse(`${explicit} UTC`));
  await expect(mexico).toContainText(explicit!.replace(/^\d+ /, ''));

  // Where it is only implied, nothing is said of explicit.
  await expect(page.locator('.reliance ol li').filter({ hasText: 'Cuba' })).toContainText(/· implied since/);

  const whole = page.locator('.whole');
  await whole.locator('summary').click();
  const dates = whole.locator('.fact').filter({ hasText: /^oldest instrument in effect/ });
  expect(await dates.count()).toBeGreaterThan(3);
  await expect(whole.locator('.fact').filter({ hasText: /^since / })).toHaveCount(0);
});
