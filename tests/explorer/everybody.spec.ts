import AxeBuilder from '@axe-core/playwright';
import { expect, reliance, test } from './explorer';

const sizes = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
  { width: 3840, height: 2160 },
];
const states = [
  '',
  `#open=${reliance('MEX')}`,
  '#q=what-binds-a-country&show=table',
  '#q=&expand=official:mulino&open=official:mulino',
  '#q=who-said-what',
  '#on=1999',
  '#q=none-such',
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of sizes) {
    test.describe(`${colorScheme}, ${viewport.width} wide`, () => {
      test.use({ colorScheme, viewport });
      test('axe finds nothing serious, and nothing runs out of the page', async ({ explorer, page }) => {
        test.setTimeout(180_000);
        for (const state of states) {
          await explorer.visit(state);
          await expect(page.locator('.panel [aria-busy="true"]')).toHaveCount(0);
          // What is dark differs by its colours alone, and these not by the width.
          if (colorScheme === 'light' || viewport.width === 360) {
            const { violations } = await new AxeBuilder({ page })
              .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
              .analyze();
            expect(
              violations
                .filter((each) => each.impact === 'serious' || each.impact === 'critical')
                .map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`),
              state,
            ).toEqual([]);
          }
          const { scrollWidth, scrollHeight } = await page.evaluate(() => ({
            scrollWidth: document.documentElement.scrollWidth,
            scrollHeight: document.documentElement.scrollHeight,
          }));
          expect(scrollWidth, state).toBeLessThanOrEqual(viewport.width);
          // Where question, picture and evidence stand side by side, each scrolls for itself.
          if (viewport.width > 960) expect(scrollHeight, state).toBeLessThanOrEqual(viewport.height);
        }
      });
    });
  }
}

test.describe('on a telephone', () => {
  test.use({ viewport: { width: 360, height: 740 } });
  test('the evidence leaves the picture in sight, with what it is about', async ({ explorer }) => {
    await explorer.visit(`#open=${reliance('PAN')}`);
    await expect(explorer.panel).toContainText('Who says so');
    const { y: above } = (await explorer.panel.boundingBox())!;
    for (const id of [reliance('PAN'), 'country:USA', 'country:PAN', 'country:CUB'])
      await expect
        .poll(async () => {
          const [canvas, at] = [(await explorer.canvas.boundingBox())!, await explorer.pointOf(id)];
          return canvas.y + at.y;
        }, id)
        .toBeLessThan(above);
    expect((await explorer.canvas.boundingBox())!.y).toBeGreaterThanOrEqual(-1);
  });

  test('the sentence and the list come before the controls, and these before the picture', async ({ explorer, page }) => {
    await explorer.visit('#on=2026-01-01&then=2024-07-01');
    const tops = [];
    for (const part of ['h1', 'p.then', '.answer li', '.controls', '.switch', '.canvas', '.time'])
      tops.push((await page.locator(part).first().boundingBox())!.y);
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  });
});

test('everything is reached by Tab, and where the focus is is seen', async ({ explorer, page }) => {
  await explorer.visit();
  const reached: string[] = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const on = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const style = getComputedStyle(element);
      return {
        name: element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30) ?? '',
        tag: element.tagName,
        outline: parseFloat(style.outlineWidth) * (style.outlineStyle === 'none' ? 0 : 1),
      };
    });
    if (on.tag === 'BODY') break;
    expect(on.outline, `${on.tag} ${on.name}`).toBeGreaterThanOrEqual(2);
    reached.push(on.name);
  }
  for (const name of ['Copy link', 'Save', 'Network', 'Table', 'Zoom in', 'Play', 'Today', 'Ever', 'Date']) expect(reached).toContain(name);
});

test.describe('for who wants less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });
  test('nothing moves by itself', async ({ explorer, page }) => {
    await explorer.visit();
    expect(await page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === 'running').length)).toBe(0);
  });
});

test('what happens is told to who does not see it', async ({ explorer, page }) => {
  await explorer.visit();
  await expect(page.getByRole('status').filter({ hasText: '10 nodes and 9 lines on 1 July 2024' })).toBeAttached();
  await explorer.canvas.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('status').filter({ hasText: /, country, \d+ lines?/ })).toBeAttached();
});
