import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, Explorer, reliance, test as base } from './explorer';
import { Server } from './server';

/** A graph whose countries lie far apart and on both sides of the date line. */
const test = base.extend<{ far: Explorer }, { farServer: Server }>({
  farServer: [
    async ({}, use) => {
      const server = await new Server({ seed: new URL('seeds/far', import.meta.url).pathname }).start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  far: async ({ page, farServer, guard }, use) => {
    void guard;
    await use(new Explorer(page, farServer.address));
  },
});

const atlas = (page: Page) => page.locator('.atlas');
const arc = (page: Page, words: string | RegExp) => atlas(page).getByRole('button', { name: words });
const site = (page: Page, id: string) => atlas(page).locator(`.site[data-id="${id}"]`);

async function visit({ page, address }: Explorer, hash: string) {
  await page.goto('about:blank');
  await page.goto(`${address}/${hash}`);
  await expect(page.locator('main')).toHaveAttribute('aria-busy', 'false');
  await expect(atlas(page)).toBeVisible();
}

interface Drawn {
  key: string;
  says: string;
  width: number;
  color: string;
  isDashed: boolean;
  from: { x: number; y: number };
  to: { x: number; y: number };
}

/** The arcs as they are drawn, with their ends in pixels of the map. */
const drawn = (page: Page): Promise<Drawn[]> =>
  atlas(page)
    .locator('.arc')
    .evaluateAll((arcs) =>
      arcs.map((each) => {
        const line = each.querySelector<SVGPathElement>('path.line')!;
        const start = line.getPointAtLength(0);
        // The tip of the arrow is the first point of its path.
        const tip = each.querySelector<SVGPathElement>('path:last-child')!.getPointAtLength(0);
        return {
          key: each.getAttribute('data-key')!,
          says: each.getAttribute('aria-label')!,
          width: Number(line.getAttribute('stroke-width')),
          color: line.getAttribute('stroke')!,
          isDashed: line.hasAttribute('stroke-dasharray'),
          from: { x: start.x, y: start.y },
          to: { x: tip.x, y: tip.y },
        };
      }),
    );

const centerOf = (page: Page, id: string) =>
  site(page, id)
    .locator('.reach')
    .evaluate((circle) => ({ x: Number(circle.getAttribute('cx')), y: Number(circle.getAttribute('cy')) }));

const distance = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y);

test('the map and its outlines are loaded when the map is chosen, from this server', async ({ explorer, page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await explorer.visit();
  const isOfMap = (path: string) => /countries-50m|MapForm/.test(path);
  expect(asked.filter(isOfMap)).toEqual([]);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await expect(atlas(page)).toBeVisible();
  expect(asked.filter(isOfMap).length).toBe(2);
});

test('arcs go from who acts to whom it benefits, as wide as their origins, dashed and faint as the lines of the network', async ({
  explorer,
  page,
}) => {
  await visit(explorer, '#show=map');
  const arcs = await drawn(page);
  expect(arcs.length).toBe(9);
  const america = await centerOf(page, 'country:USA');
  for (const each of arcs) {
    const [, , acting] = each.key.split('~');
    expect(distance(each.from, await centerOf(page, acting!)), each.says).toBeLessThan(15);
    expect(distance(each.to, america), each.says).toBeLessThan(45);
  }
  const origins = (each: Drawn) => Number(/(\d+) independent origin/.exec(each.says)![1]);
  const [least, ...others] = arcs.toSorted((a, b) => origins(a) - origins(b));
  const most = others.at(-1)!;
  const perOrigin = (most.width - least!.width) / (origins(most) - origins(least!));
  expect(perOrigin).toBeGreaterThan(0.2);
  for (const each of others) expect(each.width - least!.width, each.says).toBeCloseTo(perOrigin * (origins(each) - origins(least!)), 3);
  // Cuba's is implied, and presumed on this date.
  for (const each of arcs) {
    expect(each.isDashed, each.says).toBe(each.key.includes('country:CUB'));
    expect(each.isDashed, each.says).toBe(each.says.includes('implied'));
    expect(each.color !== most.color, each.says).toBe(each.says.includes('presumed'));
  }
  const legend = page.getByRole('list', { name: 'Legend' });
  for (const words of ['from who acts to whom it benefits', 'dashed: implied', 'fainter: presumed', `${origins(most)} independent origins`])
    await expect(legend).toContainText(words);
});

test('all forms share what is open and the date, and the map keeps still while time moves', async ({ explorer, page }) => {
  await visit(explorer, '#show=map');
  await arc(page, /relies on Panama/).press('Enter');
  await expect(page).toHaveURL(new RegExp(`open=${reliance('PAN')}`));
  await expect(explorer.panel).toContainText('Who says so');
  await expect(arc(page, /relies on Panama/)).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Network', exact: true }).click();
  await expect(explorer.panel).toContainText('Who says so');
  await expect
    .poll(() =>
      explorer.draw((cy) =>
        cy
          .edges()
          .map((edge) => (edge.hasClass('chosen') ? edge.id() : ''))
          .filter(Boolean),
      ),
    )
    .toEqual([reliance('PAN')]);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await expect(arc(page, /relies on Panama/)).toHaveAttribute('aria-pressed', 'true');
  await page
    .locator('.answer')
    .getByRole('button', { name: /^Mexico/ })
    .click();
  await expect(arc(page, /relies on Mexico/)).toHaveAttribute('aria-pressed', 'true');

  const before = await centerOf(page, 'country:USA');
  await explorer.asOf.fill('2019-01-01');
  await explorer.asOf.press('Enter');
  await expect.poll(async () => (await drawn(page)).length).toBeLessThan(9);
  await expect(arc(page, /relies on Panama/)).toHaveCount(0);
  expect(await centerOf(page, 'country:USA')).toEqual(before);
});

test('by the keyboard alone: arcs and countries are reached by Tab and opened by Enter', async ({ explorer, page }) => {
  await visit(explorer, '#show=map');
  await page.getByRole('button', { name: 'Table', exact: true }).focus();
  const reached: string[] = [];
  for (let i = 0; i < 24; i++) {
    await page.keyboard.press('Tab');
    const on = await page.evaluate(() => {
      const element = document.activeElement!;
      const halo = element.querySelector('.halo');
      return { name: element.getAttribute('aria-label') ?? '', isSeen: halo === null || getComputedStyle(halo).stroke !== 'none' };
    });
    expect(on.isSeen, on.name).toBe(true);
    reached.push(on.name);
  }
  expect(reached.filter((name) => name.includes(' relies on ')).length).toBe(9);
  expect(reached.filter((name) => name.includes(', country,')).length).toBe(10);
  await site(page, 'country:GTM').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/open=country:GTM/);
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText('Guatemala');
  await page.keyboard.press('Enter');
  await expect(explorer.panel).toHaveCount(0);
});

test('names do not lie on each other, and stay on the map', async ({ explorer, page }) => {
  for (const [width, hash] of [
    [1280, '#show=map'],
    [390, '#show=map'],
    [1280, '#q=wider/how-did-the-crossings-go&show=map'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await visit(explorer, hash);
    const { boxes, frame } = await atlas(page).evaluate((svg) => ({
      boxes: [...svg.querySelectorAll('.site:not(.quiet) text, .remark, .card')].map((each) => {
        const { left, top, right, bottom } = each.getBoundingClientRect();
        return { words: each.textContent || each.tagName, left, top, right, bottom };
      }),
      frame: svg.getBoundingClientRect(),
    }));
    expect(boxes.length, hash).toBeGreaterThan(2);
    for (const [i, a] of boxes.entries()) {
      expect(a.left >= frame.left && a.right <= frame.right && a.top >= frame.top && a.bottom <= frame.bottom, `${hash} ${a.words}`).toBe(
        true,
      );
      for (const b of boxes.slice(i + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        expect(across > 4 && down > 6, `${width} ${hash}: ${a.words} on ${b.words}`).toBe(false);
      }
    }
  }
});

test('far countries are on one map, what has no outline is counted, and nothing is drawn around the earth', async ({ far, page }) => {
  await visit(far, '');
  const { width, height } = (await atlas(page).boundingBox())!;
  for (const id of ['country:USA', 'country:UGA', 'country:RWA', 'country:PLW']) {
    const { x, y } = await centerOf(page, id);
    expect(x > 0 && y > 0 && x < width && y < height, id).toBe(true);
  }
  await expect(site(page, 'country:XAA')).toHaveCount(0);
  await expect(page.locator('.left-out')).toContainText('1 node without a place on the map');
  const arcs = await drawn(page);
  expect(arcs.map((each) => each.key.split('~')[2]).sort()).toEqual(['country:PLW', 'country:RWA', 'country:UGA']);
  expect(distance(await centerOf(page, 'country:UGA'), await centerOf(page, 'country:RWA'))).toBeLessThan(width / 20);

  await visit(far, '#q=across-the-date-line');
  const [fiji, zealand, america] = [
    await centerOf(page, 'country:FJI'),
    await centerOf(page, 'country:NZL'),
    await centerOf(page, 'country:USA'),
  ];
  // The Pacific is in the middle: America lies to the right, and Fiji near New Zealand.
  expect(america.x).toBeGreaterThan(zealand.x);
  expect(distance(fiji, zealand)).toBeLessThan(distance(fiji, america) / 2);
  for (const each of await drawn(page)) {
    const length = await atlas(page)
      .locator(`.arc[data-key="${each.key}"] path.line`)
      .evaluate((line) => (line as SVGPathElement).getTotalLength());
    expect(length, each.says).toBeLessThan(1.3 * distance(each.from, each.to));
  }
});

test('figures are small charts at their places, drawn to one scale, across the date line', async ({ far, page }) => {
  await visit(far, '#q=boats');
  const charts = atlas(page).getByRole('group', { name: /Boats seen/ });
  await expect(charts).toHaveCount(2);
  const height = async (name: string | RegExp) =>
    Number(await atlas(page).getByRole('button', { name }).locator('.value').getAttribute('height'));
  const [ten, twenty, forty] = [await height('2023: 10 boats'), await height('2024: at least 20 boats'), await height('2023: 40 boats')];
  expect(twenty / ten).toBeCloseTo(2, 1);
  expect(forty / ten).toBeCloseTo(4, 1);
  const [suva, taveuni] = [await centerOf(page, 'place:suva'), await centerOf(page, 'place:taveuni')];
  expect(taveuni.x).toBeGreaterThan(suva.x);
  expect(distance(suva, taveuni)).toBeLessThan(200);
  await atlas(page).getByRole('button', { name: '2023: 40 boats' }).press('Enter');
  await expect(page).toHaveURL(/open=statistic:taveuni_2023/);
  await expect(far.panel).toContainText('Report of A');
});

test('where the outlines cannot be fetched it is said, and they come with the server', async ({ explorer, page, guard }) => {
  guard.allowConsole = /Failed to load resource|net::ERR_FAILED/;
  await page.route('**/countries-50m*', (route) => route.abort());
  await explorer.visit();
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await expect(page.locator('.map').getByRole('alert')).toContainText('The map cannot be drawn');
  await page.unroute('**/countries-50m*');
  await expect(atlas(page)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });
    test('axe finds nothing serious on the map, nothing runs out of the page, and nothing moves', async ({ explorer, page }) => {
      test.setTimeout(180_000);
      for (const width of [390, 1280, 2560])
        for (const hash of ['#show=map', `#show=map&open=${reliance('GTM')}`, '#q=wider/how-did-the-crossings-go&show=map']) {
          await page.setViewportSize({ width, height: 900 });
          await visit(explorer, hash);
          await expect(page.locator('.panel [aria-busy="true"]')).toHaveCount(0);
          if (width < 2560 && !hash.includes('open')) {
            const { violations } = await new AxeBuilder({ page }).include('.show').analyze();
            const serious = violations.filter((each) => each.impact === 'serious' || each.impact === 'critical');
            expect(
              serious.map((each) => `${each.id}: ${each.nodes[0]!.html}`),
              `${width} ${hash}`,
            ).toEqual([]);
          }
          const { scrollWidth, scrollHeight, moving } = await page.evaluate(() => ({
            scrollWidth: document.documentElement.scrollWidth,
            scrollHeight: document.documentElement.scrollHeight,
            moving: document.getAnimations().filter((animation) => animation.playState === 'running').length,
          }));
          expect(scrollWidth, `${width} ${hash}`).toBeLessThanOrEqual(width);
          if (width > 960) expect(scrollHeight, `${width} ${hash}`).toBeLessThanOrEqual(900);
          expect(moving).toBe(0);
        }
    });
  });
