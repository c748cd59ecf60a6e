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

/** The nodes that are drawn, or named, outside the picture. */
const outside = async (explorer: Explorer) => {
  const { width, height } = (await explorer.canvas.boundingBox())!;
  const nodes = await explorer.draw((cy) => cy.nodes().map((node) => ({ id: node.id(), at: node.renderedPosition() })));
  return nodes.filter(({ at: { x, y } }) => x < 0 || y < 0 || x > width || y > height).map(({ id }) => id);
};

test('what was expanded, found or linked to is all in the picture', async ({ explorer, page }) => {
  await explorer.visit();
  const before = (await explorer.ids()).length;
  // A picture that was moved by hand fits again when it has something new.
  for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
  await explorer.find('darien gap', /Darién Gap place/, 'Shift+Enter');
  await expect(explorer.panel).toBeVisible();
  await expect.poll(() => outside(explorer)).toEqual([]);
  expect((await explorer.ids()).length).toBe(before + 1);
  for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
  await explorer.panel.getByRole('button', { name: 'Expand' }).click();
  await explorer.settled();
  await expect.poll(async () => (await explorer.ids()).length).toBeGreaterThan(before + 1);
  await expect.poll(() => outside(explorer)).toEqual([]);
  for (const hash of ['#q=&expand=country:USA&on=ever', '#q=&expand=country:USA&on=ever&open=country:USA']) {
    await explorer.visit(hash);
    await expect.poll(() => outside(explorer), hash).toEqual([]);
  }
});

test('a double click expands, whether the panel is open or not', async ({ explorer, page }) => {
  for (const hash of ['', '#open=country:MEX']) {
    await explorer.visit(hash);
    const before = (await explorer.ids()).length;
    await explorer.pointAt('country:CRI');
    for (const clickCount of [1, 2]) {
      await page.mouse.down({ clickCount });
      await page.mouse.up({ clickCount });
    }
    await expect(page).toHaveURL(/expand=country:CRI/);
    await explorer.settled();
    await expect.poll(async () => (await explorer.ids()).length).toBeGreaterThan(before);
  }
});

test('Path to … can be typed at once, and Escape closes the panel from anywhere', async ({ explorer, page }) => {
  await explorer.visit('#open=country:PAN');
  await explorer.panel.getByRole('button', { name: 'Path to' }).click();
  await expect(page.getByRole('combobox', { name: 'Path to' })).toBeFocused();
  await page.keyboard.type('zeppelin');
  await expect(page.getByText('Nothing is called “zeppelin”')).toBeVisible();
  // What is open within closes first.
  await page.keyboard.press('Escape');
  await expect(page.getByText('Nothing is called “zeppelin”')).toHaveCount(0);
  await expect(explorer.panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(explorer.panel).toHaveCount(0);
  for (const place of [page.getByRole('button', { name: 'Table' }), explorer.asOf]) {
    await explorer.visit('#open=country:PAN');
    await place.focus();
    await page.keyboard.press('Escape');
    await expect(explorer.panel).toHaveCount(0);
  }
});

test('answers say names and words, not ids, codes or constants, and no row is empty', async ({ explorer, page }) => {
  for (const name of [
    'who-relies-on-whom',
    'who-is-party-to-the-agreement',
    'wider/what-do-two-countries-have-in-common',
    'wider/what-followed-one-that-ended',
    'wider/what-happened-about-a-country',
    'wider/what-is-signed-and-not-in-force',
    'wider/who-had-it-first',
    'wider/who-takes-deportees-of-others',
    'wider/who-reports-most',
  ]) {
    await explorer.visit(`#show=table&q=${name}`);
    const answer = page.locator('.answer');
    await answer.locator('details').evaluateAll((all) => all.forEach((each) => ((each as HTMLDetailsElement).open = true)));
    // Names that the answer does not have are asked for.
    await expect(answer.locator('button bdi:empty'), name).toHaveCount(0);
    const { text, empty } = await answer.evaluate((element) => ({
      text: (element as HTMLElement).innerText,
      empty: [...element.querySelectorAll<HTMLElement>('li, .fact')]
        .map((each) => [each.innerText.trim(), each.querySelector<HTMLElement>(':scope > .key')?.innerText.trim()])
        .filter(([text, key]) => text === '' || text === key)
        .map(([text]) => text),
    }));
    expect(
      text.match(/\b(country|official|agency|instrument|objective|place|event|outlet|journalist|report|claim|statistic):\w+/g),
      name,
    ).toBeNull();
    expect(text.match(/\bkind [A-Z]+|\biso[23]\b|\b[A-Z]+_[A-Z_]+\b/g), name).toBeNull();
    expect(empty, name).toEqual([]);
  }
  await explorer.visit('#q=wider/what-followed-one-that-ended');
  await expect(page.locator('.answer')).toContainText('kind ends');
  await explorer.visit('#q=wider/what-do-two-countries-have-in-common');
  await expect(page.locator('.answer')).toContainText('on behalf of Guatemala');
  await expect(page.getByRole('combobox', { name: 'one' })).toHaveValue('United States');
  await explorer.visit('#show=table');
  await expect(page.getByRole('table', { name: 'Nodes' })).not.toContainText('country:');
  await explorer.visit('#q=&open=report:cbs_2023_11');
  await expect(explorer.panel.locator('.facts')).toContainText('English');
});

test('people are found before what happened to them, and a question that is typed is offered', async ({ explorer, page }) => {
  await explorer.visit();
  const options = page.locator('.bar [role="option"]');
  await explorer.search.fill('biden');
  await expect(options.first()).toContainText('Joe Biden');
  await explorer.search.fill('mulino');
  await expect(options.first()).toContainText('José Raúl Mulino');
  await explorer.search.fill('who signed with panama');
  await expect(options.first()).toContainText('Which agreements have two countries in common, who signed for each');
  await expect(options.first()).toContainText('asked of Panama');
  await explorer.search.press('Enter');
  await explorer.settled();
  await expect(page.getByRole('combobox', { name: 'other' })).toHaveValue('Panama');
  await expect(page.locator('.answer')).toContainText('U.S.-Panama memorandum of understanding');
  await expect(page.locator('.answer')).toContainText('on behalf of Panama');
});

test('a node with many neighbours is expanded by kind, and one with few at once', async ({ explorer, page, request }) => {
  await explorer.visit('#q=&add=country:USA&open=country:USA&on=ever');
  const kinds = explorer.panel.getByRole('group', { name: 'Expand by kind' });
  const agreements = kinds.getByRole('button', { name: /^agreements \d+$/ });
  const wanted = Number((await agreements.textContent())!.match(/\d+/)![0]);
  await agreements.click();
  await expect(page).toHaveURL(/expand=country:USA~AGREEMENT/);
  await explorer.settled();
  expect((await explorer.ids()).length).toBe(1 + wanted);
  expect(await outside(explorer)).toEqual([]);
  const before = await explorer.positions();
  await kinds.getByRole('button', { name: /^officials \d+$/ }).click();
  await explorer.settled();
  await expect.poll(async () => (await explorer.ids()).length).toBeGreaterThan(1 + wanted);
  const after = await explorer.positions();
  for (const [id, place] of Object.entries(before)) expect(after[id], id).toEqual(place);
  // What is there already is not offered again.
  await expect(agreements).toHaveCount(0);
  const all = kinds.getByRole('button', { name: /^all \d+$/ });
  const most = Number((await all.textContent())!.match(/\d+/)![0]);
  await all.click();
  await expect.poll(async () => (await explorer.ids()).length).toBe(1 + most);
  await expect(kinds).toHaveCount(0);
  await explorer.panel.getByRole('button', { name: 'Collapse' }).click();
  await expect.poll(() => explorer.ids()).toEqual(['country:USA']);

  await explorer.visit('#q=&add=country:CRI&open=country:CRI&on=2024-07-01');
  await expect(kinds).toHaveCount(0);
  await explorer.panel.getByRole('button', { name: 'Expand' }).click();
  await expect(page).toHaveURL(/expand=country:CRI(&|$)/);

  // The worker is a file of the same server, and nothing else may be one.
  expect((await request.get(`${explorer.address}/`)).headers()['content-security-policy']).toContain("worker-src 'self'");
});

test('the page says until when the graph knows, and marks what was published later', async ({ explorer, page }) => {
  await explorer.visit('#on=2024-07-01');
  const known = page.locator('#known-until');
  await expect(known).toHaveText(/^The graph knows until \d+ \w+ \d{4}\.$/);
  const until = Date.parse(`${/until (.+)\.$/.exec((await known.textContent())!)![1]} UTC`);
  const unknown = page.locator('.marks .unknown');
  await expect(unknown).toBeVisible();
  await page.getByRole('button', { name: 'Today' }).click();
  await explorer.settled();
  expect(Date.now()).toBeGreaterThan(until);
  await expect(known).toContainText('The graph knows only until');
  // Today lies in what is hatched.
  const [now, hatched] = [await page.locator('.marks .now').boundingBox(), await unknown.boundingBox()];
  expect(now!.x).toBeGreaterThan(hatched!.x);

  await explorer.visit('#q=wider/who-had-it-first&on=2024-07-01');
  const later = page.locator('.answer .badge.later');
  await expect(later.first()).toHaveText('published after 1 July 2024');
  expect(await later.count()).toBeLessThan(await page.locator('.answer li').count());
});

test('as known then: only what had been published by the date counts, on the whole page and in the link', async ({ explorer, page }) => {
  await explorer.visit('#on=2019-12-31&open=country:GTM');
  await expect(page.locator('.badge.later').first()).toBeAttached();
  const counted = page.locator('.reliance ol');
  const all = await counted.textContent();
  const history = await moments(explorer);
  const known = page.getByRole('checkbox', { name: 'As known then' });
  await known.check();
  await explorer.settled();
  await expect(page).toHaveURL(/known=then/);
  await expect(page.locator('.evidence-note')).toContainText('published by 31 December 2019');
  await expect(page.locator('.badge.later')).toHaveCount(0);
  const then = await counted.textContent();
  expect(then).not.toEqual(all);
  // The axis of time keeps its moments.
  await expect.poll(() => moments(explorer)).toEqual(history);
  await explorer.visit('#on=2019-12-31&known=then&open=country:GTM');
  await expect(known).toBeChecked();
  expect(await counted.textContent()).toEqual(then);
  // The evidence follows the date.
  await explorer.asOf.fill('2019-06-30');
  await explorer.asOf.press('Enter');
  await explorer.settled();
  await expect(page.locator('.evidence-note')).toContainText('published by 30 June 2019');
  await page.getByRole('button', { name: 'GraphQL' }).click();
  await expect(page.getByRole('dialog')).toContainText('@evidence(publishedBy: $asOf)');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Ever' }).click();
  await explorer.settled();
  await expect(known).toBeDisabled();
  await expect(page.locator('.evidence-note')).toHaveCount(0);

  // A view without a question, too, and one whose question has evidence of its own.
  await explorer.visit('#q=&expand=country:GTM&on=2019-12-31');
  const expanded = (await explorer.ids()).length;
  await explorer.visit('#q=&expand=country:GTM&on=2019-12-31&known=then');
  await expect(page.locator('.evidence-note')).toContainText('published by 31 December 2019');
  expect((await explorer.ids()).length).toBeLessThan(expanded);
  await explorer.visit('#q=wider/what-falls-without-an-outlet&on=2019-12-31&known=then');
  await expect(page.locator('.evidence-note')).toContainText('published by 31 December 2019, without 1 source');
});
