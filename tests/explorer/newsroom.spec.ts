import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Explorer, expect, test } from './explorer';
import { Server } from './server';

async function visitBrief(explorer: Explorer, hash: string) {
  await explorer.page.goto('about:blank');
  await explorer.page.goto(`${explorer.address}/${hash}`);
  await expect(explorer.page.locator('main')).toHaveAttribute('aria-busy', 'false');
}

async function saved(page: Page, name: string): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
  return readFileSync(await download.path());
}

async function savedFrom(page: Page, item: string): Promise<Buffer> {
  await page.locator('.menu summary').click();
  return saved(page, item);
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
    await expect(sheet.locator('.lead')).toContainText(
      'On 1 July 2024, the United States relies on 9 countries to reduce unlawful crossings',
    );
    await expect(sheet.locator('.lead')).toContainText('by implication on Cuba.');
    await expect(sheet.locator('.values')).toContainText('objective: Reduce unlawful crossings of the U.S. southern border');
    const entries = sheet.locator('.finding');
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
    await expect(sheet.locator('.figure-key')).toContainText('dashed: implied');
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
      .locator('.finding, figure, .notes > li')
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
    const entry = sheet.locator('.finding').filter({ hasText: 'Panama is party to U.S.-Panama memorandum' });
    await expect(entry.locator('blockquote')).toContainText('“U.S. and Panama signed an agreement on Monday”');
    expect(await entry.locator('.cited .to-note').count()).toBeGreaterThan(3);
    // Figures without a node, figures with one, claims, and an answer of nothing.
    await visitBrief(explorer, '#q=wider/what-kinds-of-instrument-are-there&show=brief');
    await expect(sheet.locator('.outline').first()).toContainText(/memorandum of understanding — count: \d+/);
    await visitBrief(explorer, '#q=how-many-crossed-the-darien&show=brief');
    await expect(sheet).toContainText('over half a million crossings · 2023');
    await visitBrief(explorer, '#q=who-said-what&show=brief');
    await expect(sheet.locator('.finding').filter({ hasText: 'claim' }).first().locator('blockquote')).toBeVisible();
    await visitBrief(explorer, '#on=1999&show=brief');
    await expect(sheet.locator('.lead')).toHaveText(/^In 1999, no country answers this; \d+ countries were left out\.$/);
  });
});

test.describe('citations', () => {
  test('an address pins the answer, and says on a later version what is different', async ({ page, context, guard }) => {
    test.setTimeout(120_000);
    void guard;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const server = await new Server().start();
    try {
      const explorer = new Explorer(page, server.address);
      await explorer.visit();
      await page.getByRole('button', { name: 'Cite' }).click();
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('group', { name: 'Citation' })).toContainText(
        /^“Which countries does the U\.S\. rely on .*” As of 1 July 2024\. KnowledgeGraph\. Graph version 1, recorded on .* http:.* \(seen on .*\)\.$/,
      );
      expect(await axe(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Copy the address' }).click();
      const address = await page.evaluate(() => navigator.clipboard.readText());
      const hash = new URL(address).hash;
      expect(hash).toMatch(
        /^#q=who-relies-on-whom&v\.country=US&v\.objective=objective:reduce_us_southern_border_crossings&on=2024-07-01&cite=1\./,
      );
      expect(address.length).toBeLessThan(600);
      await explorer.visit(hash);
      await expect(page.locator('.cited-note')).toHaveText('Cited from version 1 of the graph, which has not changed since.');
      // Another date is another answer.
      await explorer.asOf.fill('2024-08');
      await explorer.asOf.press('Enter');
      await explorer.settled();
      await expect(page.locator('.cited-note')).toHaveCount(0);
      await expect(page).not.toHaveURL(/cite=/);

      const answer = await page.request.post(`${server.address}/graphql`, {
        headers: { Authorization: `Bearer ${server.token('graph:write')}` },
        data: {
          query: `mutation @change(note: "Looked up again.") {
            ended: updateAgreement(input: { id: "instrument:us_cuba_joint_statement_2017", set: { ended: "2020" } }) { errors { __typename } }
            begun: updateMeasure(input: { id: "instrument:brazil_transit_rule_2024", set: { effective: "2024-06-01" } }) { errors { __typename } }
            moved: updateAgreement(
              input: { id: "instrument:us_panama_arrangement_2022", set: { announced: "2022-03-01", signed: "2022-03-01" } }
            ) { errors { __typename } }
          }`,
        },
      });
      expect(await answer.json()).toEqual({ data: { ended: { errors: [] }, begun: { errors: [] }, moved: { errors: [] } } });
      await explorer.visit(hash);
      const note = page.getByRole('region', { name: 'What changed since it was cited' });
      await expect(note).toContainText('This was cited from version 1 of the graph, which is at version 2 now. The answer is another:');
      await expect(note).toContainText('Added sinceUnited States relies on Brazil');
      await expect(note).toContainText('No longer in the answerUnited States relies on Cuba');
      await expect(note).toContainText('Changed sinceUnited States relies on Panama: since 2022-04-19 → 2022-03-01');
      await note.getByText('The recorded changes').click();
      await expect(note.locator('.changes')).toContainText(/Version 2, .*, by ana: Looked up again\./);
      await expect(note.locator('.changes')).toContainText('signed: "2022-04-19" → "2022-03-01"');
      expect(await axe(page)).toEqual([]);
      await explorer.visit(hash.replace('cite=1.', 'cite=9.'));
      await expect(page.getByText('This was cited from version 9 of the graph. This graph is at version 2')).toBeVisible();
      await explorer.visit(`${hash.replace(/cite=.*/, 'cite=nonsense')}`);
      await expect(page.getByText('the citation cannot be read')).toBeVisible();
      // An answer too long for an address is known by its digest alone.
      await explorer.visit('#q=who-serves-an-objective&cite=1.abc.77');
      await expect(note).toContainText(/It had 77 rows and has \d+ now\./);
    } finally {
      await server.stop();
    }
  });

  test('saved files say where they are from', async ({ explorer, page }) => {
    await explorer.visit();
    const png = await savedFrom(page, 'Picture as PNG');
    const texts = new Map<string, string>();
    for (let at = 8; at < png.length;) {
      const [length, type] = [png.readUInt32BE(at), png.subarray(at + 4, at + 8).toString()];
      if (type === 'iTXt') {
        const [keyword, text] = png
          .subarray(at + 8, at + 8 + length)
          .toString()
          .split('\0\0\0\0\0');
        texts.set(keyword!, text!);
      }
      expect(crc32(png.subarray(at + 4, at + 8 + length))).toBe(png.readUInt32BE(at + 8 + length));
      at += length + 12;
    }
    expect(texts.get('Title')).toContain('Which countries does the U.S. rely on');
    expect(texts.get('Description')).toMatch(
      /^As of 1 July 2024\. Graph version 1, recorded on .* from \d+ reports by \d+ outlets: CBS News/,
    );
    expect(texts.get('Source')).toMatch(/^http:.*#q=who-relies-on-whom&.*cite=1\./);
    expect(texts.get('References')!.split('\n').length).toBeGreaterThan(30);

    const svg = (await savedFrom(page, 'Picture as SVG')).toString();
    const read = await page.evaluate((text) => {
      const document = new DOMParser().parseFromString(text, 'image/svg+xml');
      const of = (name: string) => document.getElementsByTagName(name)[0]?.textContent;
      const box = document.documentElement.getAttribute('viewBox')!.split(' ').map(Number);
      const last = [...document.querySelectorAll('svg > text')].at(-1)!;
      return {
        error: document.querySelector('parsererror')?.textContent ?? null,
        title: of('title'),
        desc: of('desc'),
        source: of('dc:source'),
        caption: [...document.querySelectorAll('svg > text')].map((each) => each.textContent).join(' '),
        isInside: Number(last.getAttribute('y')) < box[1]! + box[3]!,
      };
    }, svg);
    expect(read).toMatchObject({
      error: null,
      title: texts.get('Title'),
      desc: texts.get('Description'),
      source: texts.get('Source'),
      isInside: true,
    });
    expect(read.caption).toContain('As of 1 July 2024. Graph version 1');

    const csv = (await savedFrom(page, 'Lines as CSV')).toString();
    const mexico = csv.split('\r\n').find((line) => line.includes(',Mexico,'))!;
    expect(mexico).toContain('CBS News 2024-07-01; ');
    expect(mexico).toMatch(/,2024-07-01,1,http:[^"]*$|,2024-07-01,1,"http:/);
    const json = JSON.parse((await savedFrom(page, 'All as JSON')).toString()) as {
      source: { title: string; date: string; graph: { version: number }; link: string; sources: object[] };
    };
    expect(json.source).toMatchObject({ title: texts.get('Title'), date: '2024-07-01', graph: { version: 1 }, link: texts.get('Source') });
    expect(json.source.sources[0]).toMatchObject({ outlet: 'CBS News', date: '2024-07-01', url: null });
  });
});

test.describe('the embedded page', () => {
  test('stands in a frame of the sites that the server names, and nowhere else', async ({ explorer, page, context, guard }) => {
    test.setTimeout(120_000);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await explorer.visit('#on=2024-06-30&hide=country:CUB');
    await page.locator('.menu summary').click();
    await page.getByRole('button', { name: 'Code to embed' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('status')).toContainText('This server lets no other site show it in a frame.');
    await dialog.getByRole('button', { name: 'Copy the code' }).click();
    const code = await page.evaluate(() => navigator.clipboard.readText());
    expect(code).toContain(`src="${explorer.address}/embed#on=2024-06-30&amp;hide=country:CUB"`);
    expect(await axe(page)).toEqual([]);

    // Another site, with the code on its page.
    let html = code;
    const site = createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>News</title>${html}`),
    );
    await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
    const news = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const server = await new Server({ store: { options: [], environment: { KNOWLEDGEGRAPH__FRAMEANCESTORS: news } } }).start();
    try {
      // The frame of a server that allows none stays empty, and the browser says why.
      guard.allowConsole = /frame-ancestors 'none'|favicon/;
      const refused = page.waitForEvent('console', (message) => message.text().includes("frame-ancestors 'none'"));
      await page.goto(news);
      await refused;
      await expect(page.frameLocator('iframe').locator('.embed')).toHaveCount(0);

      html = code.replace(explorer.address, server.address);
      await page.goto(news);
      const frame = page.frameLocator('iframe');
      await expect(frame.locator('main')).toHaveAttribute('aria-busy', 'false');
      await expect(frame.getByRole('heading', { level: 1 })).toContainText('Which countries does the U.S. rely on');
      await expect(frame.locator('header')).toContainText('As of 30 June 2024. Graph version 1');
      await expect(frame.getByRole('application')).toHaveAttribute('aria-label', /^Picture of 9 nodes and 8 lines/);
      await expect(frame.locator('button')).toHaveCount(0);
      const link = frame.getByRole('link', { name: /Explore it/ });
      await expect(link).toHaveAttribute('href', './#on=2024-06-30&hide=country:CUB');
      const { width, height } = await frame.locator('main').evaluate((main) => ({ width: main.scrollWidth, height: main.scrollHeight }));
      expect(width).toBeLessThanOrEqual(page.viewportSize()!.width);
      expect(height).toBe(480);
      for (const wide of [1440, 390]) {
        await page.setViewportSize({ width: wide, height: 900 });
        await expect.poll(async () => (await frame.locator('.picture').boundingBox())!.height, `${wide} wide`).toBeGreaterThan(300);
      }
      await page.goto(`${server.address}/embed#q=who-is-party-to-the-agreement&show=table`);
      await expect(page.getByRole('table', { name: 'Lines' })).toBeVisible();
      expect(await axe(page)).toEqual([]);
      expect((await page.request.get(`${server.address}/`)).headers()['x-frame-options']).toBe('DENY');
    } finally {
      site.close();
      await server.stop();
    }
  });
});

test.describe('collections', () => {
  test('several nodes are picked, named and annotated, and opened by a colleague from a link or a file', async ({
    explorer,
    page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await explorer.visit();
    const region = page.getByRole('region', { name: /Selected|Darién/ });
    const chips = region.locator('.chips bdi');
    await page.keyboard.down('Shift');
    await explorer.click('country:PAN');
    await page.keyboard.up('Shift');
    await expect(chips).toHaveText(['Panama']);
    await expect(explorer.panel).toHaveCount(0);
    // A box around the two countries that are next to each other.
    const [a, b, canvas] = [
      await explorer.pointOf('country:PAN'),
      await explorer.pointOf('country:COL'),
      (await explorer.canvas.boundingBox())!,
    ];
    await page.keyboard.down('Shift');
    await page.mouse.move(canvas.x + Math.min(a.x, b.x) - 30, canvas.y + Math.min(a.y, b.y) - 30);
    await page.mouse.down();
    await page.mouse.move(canvas.x + Math.max(a.x, b.x) + 30, canvas.y + Math.max(a.y, b.y) + 30, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect(chips).toHaveText(['Panama', 'Colombia']);
    await expect
      .poll(() => explorer.draw((cy) => cy.nodes().map((node) => (node.hasClass('picked') ? node.id() : ''))))
      .toContain('country:COL');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(chips).toHaveText(['Panama']);
    await page.goForward();
    // By keyboard, through the panel.
    await explorer.find('Mulino', /^José Raúl Mulino/, 'Shift+Enter');
    await explorer.panel.getByRole('button', { name: 'Select' }).click();
    await expect(chips).toHaveText(['Panama', 'Colombia', 'José Raúl Mulino']);
    await region.getByRole('textbox', { name: 'Name of the collection' }).fill('Darién: who & what');
    await region.getByRole('textbox', { name: 'Notes' }).fill('Ask both embassies.\nThen call back.');
    await region.getByRole('textbox', { name: 'Name of the collection' }).focus();
    await expect(region.getByRole('heading')).toContainText('Darién: who & what');
    expect(await axe(page)).toEqual([]);
    await region.getByRole('button', { name: 'Copy its link' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const file = await saved(page, 'Save to a file');
    expect(JSON.parse(file.toString())).toMatchObject({
      collection: 'Darién: who & what',
      notes: 'Ask both embassies.\nThen call back.',
      date: '2024-07-01',
      graph: { version: 1 },
      nodes: [{ id: 'country:PAN', name: 'Panama' }, { id: 'country:COL' }, { id: 'official:mulino' }],
      link,
    });

    const isOpen = async () => {
      await expect(chips).toHaveText(['Panama', 'Colombia', 'José Raúl Mulino']);
      await expect(region.getByRole('textbox', { name: 'Notes' })).toHaveValue('Ask both embassies.\nThen call back.');
      await explorer.settled();
      expect(await explorer.ids()).toEqual(['country:COL', 'country:PAN', 'official:mulino']);
    };
    await explorer.visit(new URL(link).hash);
    await isOpen();
    await region.getByRole('button', { name: 'Clear' }).click();
    await expect(region).toHaveCount(0);
    await explorer.visit();
    const open = async (name: string, content: Buffer) => {
      await page.locator('.menu summary').click();
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: 'Open a collection …' }).click(),
      ]);
      await chooser.setFiles({ name, mimeType: 'application/json', buffer: content });
    };
    await open('other.json', Buffer.from('{"nodes": 7}'));
    await expect(page.locator('.toast')).toContainText('other.json is not a collection.');
    await open('mine.collection.json', file);
    await isOpen();
    await explorer.visit('#pick=country:PAN&pick=country:nowhere');
    await expect(region).toContainText('1 of these nodes is not in this graph.');
  });

  test('what is typed stays while the names of the nodes arrive', async ({ explorer, page }) => {
    let release = () => {};
    const held = new Promise<void>((done) => (release = done));
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('query Named')) await held;
      await route.continue();
    });
    await explorer.visit('#pick=official:mulino');
    const region = page.getByRole('region', { name: /Selected|Darién/ });
    await expect(region.locator('.chips bdi')).toHaveText(['official:mulino']);
    const [name, notes] = [region.getByRole('textbox', { name: 'Name of the collection' }), region.getByRole('textbox', { name: 'Notes' })];
    await name.fill('Darién');
    release();
    await expect(region.locator('.chips bdi')).toHaveText(['José Raúl Mulino']);
    await expect(name).toHaveValue('Darién');
    await notes.fill('Call back.');
    await name.focus();
    await expect(region.getByRole('heading')).toContainText('Darién');
    expect(decodeURIComponent(new URL(page.url()).hash)).toMatch(/Darién.*Call/);
  });
});

test.describe('a flag on a claim', () => {
  test('is a text to send for readers, and a proposal for who may propose', async ({ page, context, guard }) => {
    test.setTimeout(120_000);
    void guard;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const server = await new Server().start();
    try {
      const explorer = new Explorer(page, server.address);
      await explorer.visit('#open=claim:SA03');
      const dialog = page.getByRole('dialog', { name: 'Flag this claim' });
      await explorer.panel.getByRole('button', { name: /^Flag this claim/ }).click();
      const text = dialog.getByRole('textbox', { name: 'Text' });
      await expect(text).toHaveValue(
        /^What is wrong, and how I know: \n\nClaim claim:SA03.*: .*\nQuote: “.*”\nReport: .*CBS News, 1 July 2024\nAddress: no address known\nSeen at: http:/,
      );
      await text.fill('Wrong & odd');
      await expect(dialog.getByRole('link', { name: 'Send by mail' })).toHaveAttribute(
        'href',
        'mailto:?subject=Flagged%3A%20claim%3ASA03&body=Wrong%20%26%20odd',
      );
      await dialog.getByRole('button', { name: 'Copy the text' }).click();
      await expect(dialog.getByRole('status')).toHaveText('The text is copied.');
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Wrong & odd');
      expect(await axe(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(explorer.panel).toBeVisible();

      // A proxy in front of the server signs the reader in.
      await page.setExtraHTTPHeaders({ Authorization: `Bearer ${server.token('graph:propose')}` });
      await explorer.visit('#open=claim:SA03');
      await explorer.panel.getByRole('button', { name: /^Flag this claim/ }).click();
      await dialog.getByRole('textbox', { name: 'What is wrong' }).fill('The report has other words.');
      const propose = dialog.getByRole('button', { name: 'Propose the correction' });
      await propose.click();
      await expect(dialog.getByRole('alert')).toHaveText('Nothing is different yet. Change what should be different.');
      await dialog.getByRole('textbox', { name: 'Quote' }).fill('other words');
      await dialog.getByRole('checkbox', { name: 'It denies' }).check();
      expect(await axe(page)).toEqual([]);
      await propose.click();
      await expect(dialog.getByRole('status')).toContainText('waits for review as proposal:1');
      const { data } = (await (
        await page.request.post(`${server.address}/graphql`, {
          data: { query: '{ graph { version } proposals { nodes { title note by changes { id fields { name after } } } } }' },
        })
      ).json()) as { data: object };
      expect(data).toEqual({
        graph: { version: 1 },
        proposals: {
          nodes: [
            {
              title: 'Flagged: claim:SA03',
              note: 'The report has other words.',
              by: 'ana',
              changes: [
                {
                  id: 'claim:SA03',
                  fields: expect.arrayContaining([
                    { name: 'quote', after: '"other words"' },
                    { name: 'stance', after: '"DENIES"' },
                  ]) as object,
                },
              ],
            },
          ],
        },
      });
    } finally {
      await server.stop();
    }
  });
});
