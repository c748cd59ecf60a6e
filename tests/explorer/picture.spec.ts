import { expect, reliance, test } from './explorer';

test('nodes are shaped and coloured by their kind', async ({ explorer }) => {
  await explorer.visit('#q=&expand=official:mulino');
  const drawn = await explorer.draw((cy) =>
    cy.nodes().map((node) => ({
      kind: String(node.data('kind')),
      mark: `${node.style('shape')} ${node.style('shape-polygon-points')} ${node.style('background-color')}`,
    })),
  );
  const marks = new Map(drawn.map((node) => [node.kind, node.mark]));
  expect(marks.size).toBeGreaterThanOrEqual(4);
  expect(new Set(marks.values()).size).toBe(marks.size);
  for (const node of drawn) expect(node.mark).toBe(marks.get(node.kind));
});

test('labels that are shown do not lie on each other', async ({ explorer, page }) => {
  for (const hash of ['', '#q=who-serves-an-objective&on=ever', '#q=&expand=country:USA']) {
    await explorer.visit(hash);
    const overlaps = () =>
      explorer.draw((cy) => {
        const boxes = cy
          .nodes()
          .map((node) => ({
            id: node.id(),
            quiet: node.hasClass('quiet'),
            box: node.renderedBoundingBox({ includeNodes: false, includeEdges: false, includeLabels: true, includeOverlays: false }),
          }))
          .filter((each) => !each.quiet);
        return boxes.flatMap((a, i) =>
          boxes
            .slice(i + 1)
            .filter(
              (b) =>
                Math.min(a.box.x2, b.box.x2) - Math.max(a.box.x1, b.box.x1) > 6 &&
                Math.min(a.box.y2, b.box.y2) - Math.max(a.box.y1, b.box.y1) > 6,
            )
            .map((b) => `${a.id} ${b.id}`),
        );
      });
    expect(await overlaps(), hash).toEqual([]);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await expect.poll(overlaps, { message: `${hash} zoomed out` }).toEqual([]);
  }
});

test('what a picture is about is named, no name is cut, and names keep clear of the arrows that come in', async ({ explorer }) => {
  await explorer.visit('#q=&expand=country:USA&on=ever');
  const labels = () =>
    explorer.draw((cy) =>
      cy.nodes().map((node) => ({
        id: node.id(),
        isTold: !node.hasClass('quiet'),
        box: node.renderedBoundingBox({ includeNodes: false, includeEdges: false, includeLabels: true, includeOverlays: false }),
      })),
    );
  expect((await labels()).find(({ id }) => id === 'country:USA')!.isTold).toBe(true);
  const { width, height } = (await explorer.canvas.boundingBox())!;
  for (const { id, isTold, box } of await labels())
    if (isTold) expect(box.x1 > -8 && box.y1 > -8 && box.x2 < width + 8 && box.y2 < height + 8, id).toBe(true);

  await explorer.visit();
  const named = await labels();
  expect(named.every(({ isTold }) => isTold)).toBe(true);
  const ends = await explorer.draw((cy) => cy.edges().map((edge) => ({ to: String(edge.data('to')), at: edge.renderedTargetEndpoint() })));
  for (const { to, at } of ends) {
    const { box } = named.find(({ id }) => id === to)!;
    expect(at.x > box.x1 + 3 && at.x < box.x2 - 3 && at.y > box.y1 + 3 && at.y < box.y2 - 3, to).toBe(false);
  }
});

test('what lines say does not lie on what nodes are called', async ({ explorer }) => {
  await explorer.visit('#q=&path=official:mulino~official:mayorkas&on=ever');
  const { told, covered } = await explorer.draw((cy) => {
    const boxes = cy
      .nodes()
      .map((node) => ({
        isQuiet: node.hasClass('quiet'),
        box: node.renderedBoundingBox({ includeNodes: false, includeEdges: false, includeLabels: true, includeOverlays: false }),
      }))
      .filter((each) => !each.isQuiet);
    const lines = cy
      .edges()
      .map((line) => line)
      .filter((line) => line.hasClass('told') && !line.hasClass('quiet'));
    const covered = lines.filter((line) => {
      const [{ x, y }, from, to] = [line.renderedMidpoint(), line.renderedSourceEndpoint(), line.renderedTargetEndpoint()];
      const length = Math.hypot(to.x - from.x, to.y - from.y);
      // Some points of the text, which goes along the line; a letter is some 5 pixels wide.
      return [-1, -0.5, 0, 0.5, 1].some((share) => {
        const along = (share * String(line.data('label')).length * 5) / 2;
        const at = { x: x + ((to.x - from.x) / length) * along, y: y + ((to.y - from.y) / length) * along };
        return boxes.some(({ box }) => at.x > box.x1 + 3 && at.x < box.x2 - 3 && at.y > box.y1 + 3 && at.y < box.y2 - 3);
      });
    });
    return { told: lines.length, covered: covered.map((line) => line.id()) };
  });
  expect(told).toBeGreaterThan(2);
  expect(covered).toEqual([]);
});

test('a node is expanded, and collapsed again, and what stood there keeps its place', async ({ explorer }) => {
  await explorer.visit();
  const before = await explorer.positions();
  await explorer.click('country:CRI');
  await explorer.panel.getByRole('button', { name: 'Expand' }).click();
  await explorer.settled();
  await expect.poll(async () => (await explorer.ids()).length).toBeGreaterThan(Object.keys(before).length);
  const after = await explorer.positions();
  for (const [id, place] of Object.entries(before)) expect(after[id], id).toEqual(place);
  await explorer.panel.getByRole('button', { name: 'Collapse' }).click();
  await explorer.settled();
  await expect.poll(() => explorer.positions()).toEqual(before);
});

test('a node is hidden, and undo brings it back', async ({ explorer, page }) => {
  await explorer.visit();
  await explorer.click('country:CUB');
  await explorer.panel.getByRole('button', { name: 'Hide' }).click();
  await expect.poll(() => explorer.ids()).not.toContain('country:CUB');
  await expect(page.locator('.left-out')).toContainText('1 node not shown');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => explorer.ids()).toContain('country:CUB');
});

test('a node that is moved is pinned where it was put', async ({ explorer, page }) => {
  await explorer.visit();
  await explorer.pointAt('country:MEX');
  const box = (await explorer.canvas.boundingBox())!;
  const from = await explorer.pointOf('country:MEX');
  await page.mouse.down();
  await page.mouse.move(box.x + from.x + 60, box.y + from.y + 90, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/pin=country:MEX@/);
  const placed = (await explorer.positions())['country:MEX'];
  await page.reload();
  await explorer.settled();
  await expect.poll(async () => (await explorer.positions())['country:MEX']).toEqual(placed);
});

test('focus leaves a node and its neighbours', async ({ explorer, page }) => {
  await explorer.visit('#q=who-serves-an-objective&on=ever');
  await explorer.find('panama memorandum', /U.S.-Panama memorandum of understanding/, 'Shift+Enter');
  const all = await explorer.ids();
  await explorer.panel.getByRole('button', { name: 'Focus' }).click();
  await expect.poll(async () => (await explorer.ids()).length).toBeLessThan(all.length);
  const ids = await explorer.ids();
  const touched = await explorer.draw((cy) => cy.edges().map((edge) => [edge.data('from') as string, edge.data('to') as string]));
  for (const id of ids)
    if (id !== 'instrument:us_panama_mou_2024')
      expect(
        touched.some((ends) => ends.includes(id) && ends.includes('instrument:us_panama_mou_2024')),
        id,
      ).toBe(true);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(() => explorer.ids()).toEqual(all);
});

test('a path is drawn between two nodes', async ({ explorer, page }) => {
  await explorer.visit('#q=&add=official:mulino&open=official:mulino');
  expect(await explorer.ids()).toEqual(['official:mulino']);
  await explorer.panel.getByRole('button', { name: 'Path to' }).click();
  await page.getByRole('combobox', { name: 'Path to' }).fill('mayorkas');
  await page.getByRole('option', { name: 'Alejandro Mayorkas official' }).click();
  await explorer.settled();
  await expect.poll(() => explorer.ids()).toContain('official:mayorkas');
  const reached = new Set(['official:mulino']);
  const ends = await explorer.draw((cy) => cy.edges().map((edge) => [String(edge.data('from')), String(edge.data('to'))] as const));
  for (let i = 0; i < 6; i++)
    for (const [a, b] of ends) {
      if (reached.has(a)) reached.add(b);
      if (reached.has(b)) reached.add(a);
    }
  expect(reached).toContain('official:mayorkas');
});

test('where no path leads, it is said', async ({ explorer, page }) => {
  await explorer.visit('#q=&path=official:mulino~outlet:cbs-news');
  await expect(page.locator('.left-out')).toContainText('No path of at most four lines leads from José Raúl Mulino to CBS News.');
});

test('kinds and relationships are left out by the legend', async ({ explorer, page }) => {
  await explorer.visit('#q=who-is-party-to-the-agreement');
  await page.getByRole('checkbox', { name: 'is party to' }).uncheck();
  await expect.poll(async () => (await explorer.lineKeys()).filter((key) => key.startsWith('PARTY_TO'))).toEqual([]);
  await page.getByRole('checkbox', { name: 'countries' }).uncheck();
  await expect.poll(() => explorer.ids()).toEqual(['instrument:us_panama_mou_2024']);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(async () => (await explorer.ids()).length).toBe(3);
});

test('it zooms, fits and fills the screen', async ({ explorer, page }) => {
  await explorer.visit();
  const zoom = () => explorer.draw((cy) => cy.zoom());
  const fitted = await zoom();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  expect(await zoom()).toBeGreaterThan(fitted);
  await page.getByRole('button', { name: 'Fit' }).click();
  expect(await zoom()).toBeCloseTo(fitted, 5);
  await page.getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.className)).toBe('picture');
});

test('the picture is laid out anew, and the same seed gives the same', async ({ explorer, page }) => {
  await explorer.visit();
  const first = await explorer.positions();
  await page.getByRole('button', { name: 'Lay out anew' }).click();
  await expect.poll(() => explorer.positions()).not.toEqual(first);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => explorer.positions()).toEqual(first);
});

test('the picture keeps all in sight when the evidence opens beside it', async ({ explorer }) => {
  await explorer.visit();
  await explorer.click(reliance('GTM'));
  await expect(explorer.panel).toBeVisible();
  const width = (await explorer.canvas.boundingBox())!.width;
  await expect.poll(() => explorer.draw((cy) => Math.max(...cy.nodes().map((node) => node.renderedPosition().x)))).toBeLessThan(width);
});

test('by the keyboard alone: walk, expand, hide, pin, focus', async ({ explorer, page }) => {
  await explorer.visit();
  await explorer.canvas.focus();
  await page.keyboard.press('ArrowRight');
  const current = await explorer.draw((cy) =>
    cy
      .nodes()
      .map((node) => (node.hasClass('current') ? node.id() : ''))
      .find((id) => id !== ''),
  );
  expect(current).toBeTruthy();
  await page.keyboard.press('p');
  await expect(page).toHaveURL(new RegExp(`pin=${current}@`));
  await page.keyboard.press('e');
  await expect(page).toHaveURL(new RegExp(`expand=${current}`));
  await explorer.settled();
  await page.keyboard.press('f');
  await expect(page).toHaveURL(new RegExp(`focus=${current}`));
  await page.keyboard.press('h');
  await expect(page).toHaveURL(new RegExp(`hide=${current}`));
});
