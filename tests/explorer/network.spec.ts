import AxeBuilder from '@axe-core/playwright';
import { expect, reliance, test } from './explorer';

interface Spoke {
  to: string;
  since: string;
  width: number;
  origins: number;
  size: number;
  instruments: number;
  turn: number;
}

/** The lines from the United States, in the order in which their other ends stand around it, clockwise from the top. */
const look = () =>
  ((cy) => {
    const at = cy.getElementById('country:USA').position();
    return cy
      .edges()
      .map((edge) => {
        const to = String(edge.data('to'));
        const other = cy.getElementById(to);
        const { x, y } = other.position();
        const turn = (Math.atan2(y - at.y, (x - at.x) / 1.4) + 2.5 * Math.PI + 1e-6) % (2 * Math.PI);
        return {
          to,
          since: String(edge.data('since')),
          width: edge.numericStyle('width'),
          origins: Number(edge.data('origins')),
          size: Number(other.data('size')),
          instruments: (edge.data('through') as unknown[]).length,
          turn,
        };
      })
      .sort((a, b) => a.turn - b.turn);
  }) as Parameters<import('./explorer').Explorer['draw']>[0];

test('around the country that relies stand the others by the date of their oldest instrument, whatever the date', async ({ explorer }) => {
  await explorer.visit('#on=ever');
  const ever = (await explorer.draw(look())) as Spoke[];
  expect(ever.length).toBe(10);
  expect(new Set(ever.map((spoke) => spoke.since)).size).toBeGreaterThan(4);
  expect(ever.map((spoke) => spoke.since)).toEqual(ever.map((spoke) => spoke.since).sort());
  const steps = ever.slice(1).map((spoke, i) => spoke.turn - ever[i]!.turn);
  for (const step of steps) expect(step).toBeCloseTo((2 * Math.PI) / 10, 3);
  const places = await explorer.positions();
  await explorer.visit('#on=2024-07-01');
  const then = await explorer.positions();
  expect(Object.keys(then).length).toBe(10);
  for (const [id, place] of Object.entries(then)) expect(place, id).toEqual(places[id]);
  // Another seed turns the ring, and keeps the order.
  await explorer.visit('#on=ever&seed=2');
  expect((await explorer.positions())['country:MEX']).not.toEqual(places['country:MEX']);
  const turned = ((await explorer.draw(look())) as Spoke[]).map((spoke) => spoke.to);
  const from = turned.indexOf(ever[0]!.to);
  expect([...turned.slice(from), ...turned.slice(0, from)]).toEqual(ever.map((spoke) => spoke.to));
});

test('discs grow with the number of instruments, and widths are few steps that the legend names', async ({ explorer, page }) => {
  await explorer.visit('#on=ever');
  const spokes = (await explorer.draw(look())) as Spoke[];
  for (const a of spokes)
    for (const b of spokes) expect(Math.sign(a.size - b.size), `${a.to} ${b.to}`).toBe(Math.sign(a.instruments - b.instruments));
  const widths = [...new Set(spokes.map((spoke) => spoke.width))].sort((a, b) => a - b);
  expect(widths.length).toBe(4);
  for (const [i, width] of widths.slice(1).entries()) expect(width - widths[i]!).toBeGreaterThanOrEqual(1.5);
  for (const a of spokes) for (const b of spokes) if (a.origins < b.origins) expect(a.width).toBeLessThanOrEqual(b.width);
  const legend = page.locator('.legend');
  for (const words of ['2–4 origins', '5–9 origins', '10–19 origins', '20 origins or more']) await expect(legend).toContainText(words);
  await expect(legend).toContainText('disc: from 1 to');
  await expect(legend).toContainText('clockwise from Mexico: oldest instrument first', { useInnerText: true });
});

test('the legend never covers the picture, however wide the page is', async ({ explorer, page }) => {
  for (const [width, hash] of [
    [390, ''],
    [1280, '#q=&expand=country:USA'],
    [2560, '#q=&expand=country:USA'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await explorer.visit(hash);
    const legend = page.locator('.legend');
    if ((await legend.getAttribute('open')) === null) await legend.locator('summary').click();
    await expect(legend.getByRole('checkbox').first()).toBeVisible();
    const [of, canvas] = [(await legend.boundingBox())!, (await explorer.canvas.boundingBox())!];
    expect(of.y, `${width}`).toBeGreaterThanOrEqual(canvas.y + canvas.height - 1);
    expect(canvas.height, `${width}`).toBeGreaterThan(250);
  }
});

test('each entry of the legend is shown alone, and shown with the others again', async ({ explorer, page }) => {
  await explorer.visit();
  const all = await explorer.ids();
  const alone = (name: string) => page.locator('.legend').getByRole('button', { name });
  await alone('Only dashed: implied').click();
  await expect(page).toHaveURL(/only=implied/);
  await expect.poll(() => explorer.lineKeys()).toEqual([reliance('CUB')]);
  await expect.poll(() => explorer.ids()).toEqual(['country:CUB', 'country:USA']);
  await expect(alone('Only dashed: implied')).toHaveAttribute('aria-pressed', 'true');
  // The table has the same, and a link as well.
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(page.getByRole('table', { name: 'Lines' }).getByRole('row')).toHaveCount(2);
  await page.reload();
  await page.getByRole('button', { name: 'Network', exact: true }).click();
  await expect.poll(() => explorer.ids()).toEqual(['country:CUB', 'country:USA']);
  await alone('Only 10–19 origins').click();
  await expect.poll(() => explorer.lineKeys()).toEqual([reliance('GTM'), reliance('MEX')]);
  await alone('Only 10–19 origins').click();
  await expect.poll(() => explorer.ids()).toEqual(all);

  await explorer.visit('#q=who-serves-an-objective&on=ever');
  await alone('Only contested (≠)').click();
  const contested = () => explorer.draw((cy) => cy.edges().map((edge) => edge.data('contested') as boolean));
  await expect.poll(async () => new Set(await contested())).toEqual(new Set([true]));
  await alone('Only countries').click();
  await expect.poll(async () => new Set((await explorer.ids()).map((id) => id.split(':')[0]))).toEqual(new Set(['country']));
  await alone('Only pursues').click();
  await expect.poll(async () => new Set((await explorer.lineKeys()).map((key) => key.split('~')[0]))).toEqual(new Set(['PURSUES']));

  await explorer.visit('#only=constructor');
  await expect(page.locator('.empty')).toContainText('All that the answer has is hidden.');
  await page.locator('.empty').getByRole('button', { name: 'Show all' }).click();
  await expect.poll(() => explorer.ids()).toEqual(all);
});

test('the start page says what it is, how large and of when', async ({ explorer, page, request }) => {
  await explorer.visit();
  const response = await request.post(`${explorer.address}/graphql`, { data: { query: '{ graph { nodes relationships knownUntil } }' } });
  const { nodes, relationships, knownUntil } = (await response.json()).data.graph;
  const about = page.locator('.about');
  await expect(about).toContainText(`${nodes.toLocaleString('en')} nodes and ${relationships.toLocaleString('en')} relationships.`);
  await expect(about).toContainText(`Latest report: ${Number(knownUntil.slice(8))} `);
  await explorer.visit('#q=who-relies-on-panama');
  await expect(about).toHaveCount(0);
});

test('“origin” and “instrument” explain themselves on hover and on focus', async ({ explorer, page }) => {
  await explorer.visit(`#open=${reliance('GTM')}`);
  await expect(explorer.panel).toContainText('Who says so');
  const tip = page.getByRole('tooltip').filter({ visible: true });
  await expect(tip).toHaveCount(0);
  const term = explorer.panel.getByRole('button', { name: 'independent origins' });
  await expect(term).toHaveAccessibleDescription(/Forty copies of one wire story count as one origin/);
  await term.focus();
  await expect(tip).toContainText('Forty copies of one wire story');
  const { violations } = await new AxeBuilder({ page }).include('.panel').analyze();
  expect(violations.filter((each) => each.impact === 'serious' || each.impact === 'critical').map((each) => each.id)).toEqual([]);
  // Escape closes the tooltip first, and the panel after it.
  await page.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);
  await expect(explorer.panel).toBeVisible();
  await page.keyboard.press('Tab');
  await explorer.panel.locator('summary').getByText('instruments').hover();
  await expect(tip).toContainText('An instrument is an agreement');
  // It stays while it is pointed at itself.
  await tip.hover();
  await expect(tip).toHaveCount(1);
  const box = (await tip.boundingBox())!;
  expect(box.x >= 0 && box.x + box.width <= 1440 && box.y >= 0 && box.y + box.height <= 900).toBe(true);
  await page.mouse.move(5, 5);
  await expect(tip).toHaveCount(0);
  await page.locator('.answer .row').first().getByText('instruments').hover();
  await expect(tip).toContainText('An instrument is an agreement');
  await page.mouse.move(5, 5);
  await explorer.panel.locator('.steps summary').click();
  await explorer.panel.getByRole('button', { name: 'instrument', exact: true }).focus();
  await expect(tip).toContainText('An instrument is an agreement');
});
