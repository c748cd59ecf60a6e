import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type Explorer } from './explorer';

async function visitBrief(explorer: Explorer, hash: string) {
  await explorer.page.goto('about:blank');
  await explorer.page.goto(`${explorer.address}/${hash}`);
  await expect(explorer.page.locator('main')).toHaveAttribute('aria-busy', 'false');
}

async function saved(page: Page, name: string): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
  return readFileSync(await download.path());
}

const axe = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations
    .filter((each) => each.impact === 'serious' || each.impact === 'critical')
    .map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`);

test.describe('the brief', () => {
  test('has the answer, its picture, each country with its best quote, who was left out, and every source', async ({ explorer, page }) => {
    await explorer.visit();
    const [keys, rows] = [await explorer.lineKeys(), await page.locator('.reliance ol .name').allTextContents()];
    await page.getByRole('button', { name: 'Brief' }).click();
    await expect(page).toHaveURL(/#show=brief$/);
    const sheet = page.getByRole('article');
    await expect(sheet.getByRole('heading', { level: 1 })).toContainText('Which countries does the U.S. rely on');
    await expect(page.locator('main')).toHaveAttribute('aria-busy', 'false');
    await expect(sheet.locator('.lead')).toContainText('On 1 July 2024, United States relies on 9 countries to reduce unlawful crossings');
    await expect(sheet.locator('.lead')).toContainText('by implication on Cuba.');
    await expect(sheet.locator('.values')).toContainText('objective: Reduce unlawful crossings of the U.S. southern border');
    const entries = sheet.locator('.entry');
    await expect(entries).toHaveCount(keys.length);
    expect(await entries.getByRole('heading').allTextContents()).toEqual(rows);
    const panama = entries.filter({ has: page.getByRole('heading', { name: 'Panama' }) });
    await expect(panama.locator('blockquote')).toContainText(
      '“will allow American officials to help the Panamanian government deport migrants who cross the Darién Gap”',
    );
    await expect(panama.locator('blockquote')).toContainText('CBS News, 1 July 2024, no address known');
    await expect(
      entries.filter({ has: page.getByRole('heading', { name: 'Costa Rica' }) }).locator('blockquote a[href^="https://blplegal.com/"]'),
    ).toHaveCount(1);
    await expect(sheet).toContainText('Belize: not in effect on this date');
    await expect(sheet).toContainText('Cuba: presumed on 1 July 2024. The evidence does not reach this date.');
    await expect(sheet.getByRole('img', { name: /^Picture: On 1 July 2024/ })).toBeVisible();
    await expect(sheet.locator('figcaption')).toContainText(
      /As of 1 July 2024\. Graph version 1, recorded .* Credit: KnowledgeGraph, from \d+ reports/,
    );
    await expect(sheet.locator('.key')).toContainText('dashed: implied');
    const notes = sheet.locator('.notes > li');
    const cited = new Set(await sheet.locator('.cited .to-note').allTextContents());
    expect(cited.size).toBe(await notes.count());
    await panama.locator('.cited .to-note').last().click();
    await expect(page.locator('.notes > li:focus')).toBeInViewport();
    await expect(page).toHaveURL(/#show=brief$/);
    expect(await axe(page)).toEqual([]);
    await page.reload();
    await expect(entries).toHaveCount(keys.length);
    await page.goBack();
    await explorer.settled();
    expect(await explorer.lineKeys()).toEqual(keys);
  });

  test('prints on A4 without controls, and splits no entry', async ({ explorer, page }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await visitBrief(explorer, '#show=brief');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map((box) => [
      Math.round(Number(box[1])),
      Math.round(Number(box[2])),
    ]);
    expect(boxes.length).toBeGreaterThanOrEqual(3);
    expect(boxes.length).toBeLessThanOrEqual(6);
    expect(new Set(boxes.map(String))).toEqual(new Set(['595,842']));
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('button')).toHaveCount(0);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light');
    const breaks = await page
      .locator('.entry, figure, .notes > li')
      .evaluateAll((all) => all.map((each) => getComputedStyle(each).breakInside));
    expect(new Set(breaks)).toEqual(new Set(['avoid']));
  });

  test('is taken along as Markdown and as HTML', async ({ explorer, page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await visitBrief(explorer, '#show=brief');
    const markdown = (await saved(page, 'Save Markdown')).toString();
    expect(markdown).toMatch(/^# Which countries does the U\.S\. rely on/);
    expect(markdown).toContain(`[This view](<${explorer.address}/>)`);
    const [cited, written] = [/\[\^(\d+)\](?!:)/g, /^\[\^(\d+)\]: /gm].map(
      (each) => new Set([...markdown.matchAll(each)].map((found) => found[1])),
    );
    expect(cited).toEqual(written);
    expect(markdown).toContain('### Panama\n\nexplicit · 5 independent origins');
    await page.getByRole('button', { name: 'Copy Markdown' }).click();
    await expect(page.locator('.toast')).toContainText('The Markdown is copied.');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(markdown);

    await page.getByRole('button', { name: 'Copy HTML' }).click();
    await expect(page.locator('.toast')).toContainText('The HTML is copied.');
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return { types: item!.types, text: await (await item!.getType('text/plain')).text() };
    });
    expect(copied.types).toContain('text/html');
    const file = (await saved(page, 'Save HTML')).toString();
    expect(file).toContain(copied.text);
    const read = await page.evaluate((text) => {
      const document = new DOMParser().parseFromString(text, 'text/html');
      return {
        headings: document.querySelectorAll('h3').length,
        classes: document.querySelectorAll('[class]').length,
        buttons: document.querySelectorAll('button').length,
        image: document.querySelector('img')!.src.slice(0, 22),
        broken: [...document.querySelectorAll('a[href^="#"]')].filter((a) => !document.querySelector(a.getAttribute('href')!)).length,
      };
    }, copied.text);
    expect(read).toEqual({ headings: 9, classes: 0, buttons: 0, image: 'data:image/png;base64,', broken: 0 });
  });

  test('of another question has its rows with their evidence', async ({ explorer, page }) => {
    await visitBrief(explorer, '#q=who-is-party-to-the-agreement&show=brief');
    const sheet = page.getByRole('article');
    await expect(sheet.locator('.outline').first()).toContainText('signed: 1 July 2024');
    const entry = sheet.locator('.entry').filter({ hasText: 'Panama is party to U.S.-Panama memorandum' });
    await expect(entry.locator('blockquote')).toContainText('“U.S. and Panama signed an agreement on Monday”');
    expect(await entry.locator('.cited .to-note').count()).toBeGreaterThan(3);
    // Figures without a node, figures with one, claims, and an answer of nothing.
    await visitBrief(explorer, '#q=wider/what-kinds-of-instrument-are-there&show=brief');
    await expect(sheet.locator('.outline').first()).toContainText(/memorandum of understanding — count: \d+/);
    await visitBrief(explorer, '#q=how-many-crossed-the-darien&show=brief');
    await expect(sheet).toContainText('over half a million crossings · 2023');
    await visitBrief(explorer, '#q=who-said-what&show=brief');
    await expect(sheet.locator('.entry').filter({ hasText: 'claim' }).first().locator('blockquote')).toBeVisible();
    await visitBrief(explorer, '#on=1999&show=brief');
    await expect(sheet.locator('.lead')).toHaveText(/^In 1999, no country answers this; \d+ countries were left out\.$/);
  });
});
