import AxeBuilder from '@axe-core/playwright';
import { groupsOf, type Edge } from '../../src/explorer/src/beside/common';
import { differenceOf } from '../../src/explorer/src/then/difference';
import { sentenceOf } from '../../src/explorer/src/then/sentence';
import { dateOf } from '../../src/explorer/src/graph/timeline';
import { headsOf } from '../../src/explorer/src/strip/administrations';
import { place } from '../../src/explorer/src/strip/place';
import { spanOf, type Instrument } from '../../src/explorer/src/strip/spans';
import type { GraphLine, GraphNode } from '../../src/explorer/src/graph/graph';
import { expect, reliance, test } from './explorer';

type Answer = { date: string; nodes: ReadonlyMap<string, GraphNode>; lines: ReadonlyMap<string, GraphLine> };
type Rested = readonly [name: string, strength: 'EXPLICIT' | 'IMPLIED', instruments: number];

const node = (id: string, kind: GraphNode['kind'], name: string): GraphNode => ({ id, kind, name, standing: null, knownUntil: null });

/** The answer on a date: on whom the United States relies. */
function answer(date: string, ...relied: Rested[]): Answer {
  const nodes = [node('country:USA', 'COUNTRY', 'United States'), ...relied.map(([name]) => node(`country:${name}`, 'COUNTRY', name))];
  const lines = relied.map(
    ([name, strength, instruments]) =>
      ({
        key: `RELIES_ON~country:USA~country:${name}~objective:one`,
        type: 'RELIES_ON',
        from: 'country:USA',
        to: `country:${name}`,
        strength,
        through: Array.from({ length: instruments }, (_, i) => ({ id: `instrument:${i}`, name: `${i}` })),
      }) as unknown as GraphLine,
  );
  return { date, nodes: new Map(nodes.map((each) => [each.id, each])), lines: new Map(lines.map((each) => [each.key, each])) };
}

/** Both answers as one sentence; what is a link stands in brackets. */
function said(one: Answer, other: Answer): string {
  const known = { nodes: new Map([...one.nodes, ...other.nodes]), lines: new Map([...one.lines, ...other.lines]) };
  const difference = differenceOf(one, other);
  for (const [key, { change }] of difference.lines) known.lines.set(key, { ...known.lines.get(key)!, change: change ?? undefined });
  const { lead, clauses } = sentenceOf(difference, known);
  return `${lead} ${clauses.map((clause) => clause.map((part) => (typeof part === 'string' ? part : `[${part.text}]`)).join('')).join('; ')}`;
}

test('two answers differ by what began, ended, and became stronger or weaker', () => {
  const before = answer('2024-07-01', ['Peru', 'IMPLIED', 1], ['Cuba', 'EXPLICIT', 1], ['Chile', 'EXPLICIT', 2], ['Haiti', 'IMPLIED', 3]);
  const after = answer('2025', ['Peru', 'EXPLICIT', 1], ['Chile', 'EXPLICIT', 4], ['Haiti', 'IMPLIED', 3], ['Brazil', 'EXPLICIT', 1]);
  const { from, to, nodes, lines } = differenceOf(before, after);
  expect([from, to]).toEqual(['2024-07-01', '2025']);
  expect([...nodes]).toEqual([
    ['country:Brazil', 'begun'],
    ['country:Cuba', 'ended'],
  ]);
  const changes = [...lines].map(([key, each]) => [
    key.split(':')[2]!.split('~')[0],
    each.change,
    each.before?.through.length,
    each.after?.through.length,
  ]);
  expect(changes).toEqual([
    ['Peru', 'changed', 1, 1],
    ['Chile', null, 2, 4],
    ['Brazil', 'begun', undefined, 1],
    ['Cuba', 'ended', 1, undefined],
  ]);
  expect(differenceOf(after, before), 'whichever comes first').toEqual(differenceOf(before, after));
  expect(differenceOf(before, { ...before, date: '2025' }).lines.size).toBe(0);
});

test('the sentence is right for one, two and many, and says when nothing changed', () => {
  const panama = answer('2024', ['Panama', 'EXPLICIT', 2]);
  expect(said(panama, answer('2025', ['Panama', 'EXPLICIT', 2]))).toBe('Between 2024 and 2025 ');
  expect(said(answer('2024'), answer('2025', ['Panama', 'EXPLICIT', 1]))).toBe(
    'Between 2024 and 2025 the United States came to rely on [Panama]',
  );
  expect(said(panama, answer('2025-07', ['Panama', 'EXPLICIT', 1], ['Cuba', 'IMPLIED', 1], ['Bahamas', 'IMPLIED', 1]))).toBe(
    'Between 2024 and July 2025 the United States came to rely on [Cuba] and [the Bahamas] too; [Panama] went from two instruments to one',
  );
  expect(said(answer('2024', ['Panama', 'EXPLICIT', 1]), answer('2025', ['Panama', 'IMPLIED', 2]))).toBe(
    'Between 2024 and 2025 the reliance of the United States on [Panama] fell from explicit to implied; [Panama] went from one instrument to two',
  );
  const many = ['Cuba', 'Haiti', 'Peru', 'Chile', 'Brazil', 'Belize', 'Guyana'].map((name): Rested => [name, 'IMPLIED', 1]);
  expect(said(answer('2024', ...many), answer('2025', ['Panama', 'IMPLIED', 1]))).toBe(
    'Between 2024 and 2025 the United States came to rely on [Panama]; it no longer relies on [Cuba], [Haiti], [Peru], [Chile], [Brazil] and two others',
  );
  const alike = (n: number) => answer(`202${n}`, ['Cuba', 'IMPLIED', n], ['Peru', 'IMPLIED', n], ['Chile', 'IMPLIED', 15 - n]);
  expect(said(alike(2), alike(3))).toBe(
    'Between 2022 and 2023 the reliance of the United States on [Cuba] and [Peru] went from two instruments to three; [Chile] went from 13 instruments to twelve',
  );
});

test('many who rely on one are told from that one', () => {
  const on = (date: string, ...names: string[]) => {
    const { nodes } = answer(date, ...[...names, 'Panama'].map((name): Rested => [name, 'EXPLICIT', 1]));
    const lines = names.map(
      (name) =>
        ({
          key: `RELIES_ON~country:${name}~country:Panama~objective:one`,
          type: 'RELIES_ON',
          from: `country:${name}`,
          to: 'country:Panama',
          strength: 'EXPLICIT',
          through: [],
        }) as unknown as GraphLine,
    );
    return { date, nodes, lines: new Map(lines.map((line) => [line.key, line])) };
  };
  expect(said(on('2024', 'Cuba', 'Peru', 'Chile'), on('2025', 'Chile', 'Brazil'))).toBe(
    'Between 2024 and 2025 [Brazil] came to rely on Panama; [Cuba] and [Peru] no longer rely on Panama',
  );
});

test('other answers are told by kind', () => {
  const of = (date: string, ...nodes: GraphNode[]): Answer => ({
    date,
    nodes: new Map(nodes.map((each) => [each.id, each])),
    lines: new Map(),
  });
  const agreement = (name: string) => node(`instrument:${name}`, 'AGREEMENT', name);
  const biden = node('official:biden', 'OFFICIAL', 'Joe Biden');
  expect(said(of('2024', agreement('A')), of('2025', biden, ...['B', 'C', 'D', 'E', 'F'].map(agreement)))).toBe(
    'Between 2024 and 2025 one official came in: [Joe Biden]; five agreements began: [B], [C], [D] and two others; one agreement ended: [A]',
  );
});

test('a second handle compares two dates in one picture, and words open their evidence', async ({ explorer, page }) => {
  await explorer.visit();
  await page.getByRole('button', { name: 'Compare with …' }).click();
  await explorer.settled();
  const today = new Date().toISOString().slice(0, 10);
  await expect(page).toHaveURL(new RegExp(`on=${today}&then=2024-07-01`));
  const sentence = page.locator('p.then');
  await expect(sentence).toContainText(
    'Between 1 July 2024 and today the United States came to rely on Brazil too; Costa Rica and Colombia fell from explicit to implied; Panama went from two instruments to four',
  );
  const drawn = await explorer.draw((cy) =>
    cy
      .edges()
      .map(
        (edge) =>
          [String(edge.data('to')), String(edge.data('change')), String(edge.data('label')), edge.style('source-arrow-shape')] as const,
      ),
  );
  const of = (country: string) => drawn.find(([to]) => to === `country:${country}`);
  expect(of('BRA')).toEqual(['country:BRA', 'begun', '+ began', 'circle']);
  expect(of('COL')).toEqual(['country:COL', 'changed', '± explicit → implied', 'diamond']);
  expect(of('PAN')).toEqual(['country:PAN', 'null', '2 → 4 instruments', 'none']);
  await expect(page.locator('.legend .change')).toHaveText([/\+ began/, /± explicit/]);
  await expect(page.locator('.switch .count')).toContainText('on either date');
  await sentence.getByRole('button', { name: 'Panama went from two instruments to four' }).click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText(/relies on Panama/);
  await page.getByRole('button', { name: 'Table' }).click();
  await expect(page.locator('.tables')).toContainText('2 → 4 instruments');

  await page.getByRole('button', { name: 'Stop comparing' }).click();
  await explorer.settled();
  await expect(sentence).toHaveCount(0);
  await expect(page).not.toHaveURL(/then=/);
});

test('what ended is shown with the evidence of its own time, and the handle moves by the keyboard', async ({ explorer, page, context }) => {
  await explorer.visit('#v.country=US&on=2019-11-30&then=2024-07-01');
  const sentence = page.locator('p.then');
  await expect(sentence).toContainText('Between 30 November 2019 and 1 July 2024 the United States came to rely on');
  const begun = reliance('PAN');
  await expect.poll(() => explorer.lineKeys()).toContain(begun);
  await explorer.click(begun);
  await expect(explorer.panel).toContainText('U.S.-Panama');
  await expect(explorer.panel).not.toContainText('Not so');

  const handle = page.getByRole('slider', { name: 'Date to compare with' });
  await handle.focus();
  await handle.press('ArrowLeft');
  await expect(page).toHaveURL(/then=2024-06-30/);
  await explorer.settled();
  await expect(handle).toHaveAttribute('aria-valuetext', '30 June 2024');
  await expect(sentence).toContainText('Between 30 November 2019 and 30 June 2024');
  await page.goBack();
  await expect(sentence).toContainText('and 1 July 2024');

  await page.getByRole('textbox', { name: 'Compared with' }).fill('2019-11-30');
  await page.getByRole('textbox', { name: 'Compared with' }).press('Enter');
  await explorer.settled();
  await expect(sentence).toHaveCount(0);
  await page.goBack();

  // In dark, and with a line that ended: by its own pattern, a sign and a word.
  const dark = await context.newPage();
  await dark.emulateMedia({ colorScheme: 'dark' });
  await dark.goto(`${explorer.address}/#q=who-relies-on-panama&on=2019-10-01&then=2024-07-01`);
  await expect(dark.locator('p.then')).toContainText('the United States came to rely on Panama');
  await dark.goto(`${explorer.address}/#q=what-binds-a-country&v.country=SV&on=2024-07-01&then=2020-06-01`);
  await expect(dark.locator('p.then')).toContainText('ended: ');
  await expect(dark.locator('.legend .change.ended')).toContainText('− ended between the dates');
});

test('a bar is solid as far as is known and hatched beyond, and heads of government are found by their titles', () => {
  const instrument = (id: string, dates: Partial<Instrument>) =>
    ({
      __typename: 'Agreement',
      id,
      name: id,
      standing: 'PRESUMED',
      announced: null,
      signed: null,
      effective: null,
      ended: null,
      knownUntil: null,
      statusAsOf: null,
      ...dates,
    }) as Instrument;
  const spans = [
    instrument('over', { standing: 'ENDED', effective: '2020-01-01', signed: '2019-01-01', ended: '2021' }),
    instrument('presumed', { signed: '2020-01-01', knownUntil: '2022-03' }),
    instrument('unknown', { announced: '2020-01-01' }),
    instrument('by status', { standing: 'ENDED', announced: '2020-01-01', statusAsOf: '2020-06-01' }),
  ].map((each) => spanOf(each)!);
  expect(spanOf(instrument('never', { standing: 'NEVER', announced: '2020-01-01' }))).toBeNull();
  expect(spans.map(({ from, to, known }) => [from, to, known].map((day) => day && dateOf(day)))).toEqual([
    ['2020-01-01', '2021-12-31', null],
    ['2020-01-01', null, '2022-03-31'],
    ['2020-01-01', null, null],
    ['2020-01-01', '2020-06-01', null],
  ]);
  const row = { key: 'row', name: 'Row', opens: null, spans };
  const relations = [{ kind: 'ENDS' as const, from: 'by status', to: 'over' }];
  const placed = place({ rows: [row], relations, country: null, administrations: [] }, [], { width: 1000, scale: 1, isSmall: false });
  const [over, presumed, unknown] = placed.bars;
  expect([over!.solid === over!.width, over!.isOpen]).toEqual([true, false]);
  expect(presumed!.solid).toBeGreaterThan(0);
  expect(presumed!.solid).toBeLessThan(presumed!.width);
  expect([unknown!.solid, unknown!.isOpen]).toEqual([0, true]);
  expect(placed.arrows).toHaveLength(1);
  expect(placed.arrows[0]!.path).toMatch(new RegExp(`^M${placed.bars[3]!.x} .* ${over!.x + over!.width} ${over!.y + over!.height / 2}$`));

  const tenure = (title: string, name: string, capacity = 'SUBSTANTIVE') =>
    ({ title, capacity, since: '2020-01-01', until: null, seenOn: [], node: { id: name, name } }) as unknown as Parameters<
      typeof headsOf
    >[1][number];
  const all = [
    tenure('President of the United States', 'A'),
    tenure('Vice President of the United States', 'B'),
    tenure('President-elect of the United States', 'C', 'ELECT'),
    tenure('Secretary of State of the United States', 'D'),
    tenure('President of Mexico', 'E'),
  ];
  expect(headsOf('United States', all).map(({ name }) => name)).toEqual(['A']);
  const two = [tenure('President of Ruritania', 'F'), tenure('Prime Minister of Ruritania', 'G')];
  expect(headsOf('Ruritania', two).map(({ name }) => name)).toEqual(['G']);
});

test('the strip has a row for each country that is relied on, and its bars open instruments by the keyboard', async ({
  explorer,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await explorer.visit('#show=strip');
  const strip = page.locator('.strip');
  const bar = (name: RegExp) => strip.getByRole('button', { name });
  await expect(bar(/^Mexico: Title 42 .*from 20 March 2020, until 11 May 2023/)).toBeVisible();
  await expect(bar(/^Panama: U.S.-Panama memorandum/).locator('.known')).toBeAttached();
  await expect(bar(/^Brazil: /)).toHaveCount(1);
  await expect(strip.locator('.strip-axis')).toContainText('Joe Biden');
  await expect(strip.locator('.strip-axis')).not.toContainText('Kamala Harris');
  for (const kind of ['ends', 'reinstates', 'succeeds'])
    expect(await strip.locator('.relation', { hasText: kind }).count()).toBeGreaterThan(0);

  const [first, second] = [strip.locator('[tabindex="0"].opens'), bar(/^Mexico: Migrant Protection Protocols, from/)];
  await first.focus();
  await page.keyboard.press('ArrowDown');
  await expect(second).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText('Migrant Protection Protocols');
  await expect(second).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText(/relies on Mexico/);

  await strip.getByText('The strip as text').click();
  await expect(strip.getByRole('listitem').filter({ hasText: 'it succeeds' })).toContainText('Honduras');
  await strip.getByRole('button', { name: 'Joe Biden' }).click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText('Joe Biden');

  const date = strip.locator('rect.date');
  const before = Number(await date.getAttribute('x'));
  await explorer.asOf.fill('2020-01-01');
  await explorer.asOf.press('Enter');
  await expect.poll(async () => Number(await date.getAttribute('x'))).toBeLessThan(before);
  expect(await date.evaluate((element) => getComputedStyle(element).transitionProperty)).toBe('x');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await date.evaluate((element) => getComputedStyle(element).transitionProperty)).toBe('none');
});

test('a strip stands below what is compared, also of answers that are not about reliance', async ({ explorer, page }) => {
  await explorer.visit('#q=what-binds-a-country&on=2024-07-01&then=2020-01-01');
  const strip = page.locator('.strip.small');
  await expect(strip.locator('rect.date')).toHaveCount(2);
  await expect(strip.getByRole('button', { name: /^Los Angeles Declaration/ })).toBeAttached();
  await expect(strip.locator('.strip-axis')).toContainText('José Raúl Mulino');
  await explorer.visit('#q=who-copied-whom&on=2024-07-02&then=2024-06-01');
  await expect(page.locator('.strip.small')).toContainText('Nothing in this answer has a time');
});

test('what two nodes have in common is told from what each has alone', () => {
  const edge = (type: Edge['type'], id: string, since: string | null = null, forward = true): Edge => ({
    type,
    forward,
    since,
    until: null,
    node: { id, name: id },
  });
  const groups = groupsOf(
    [edge('HOLDS_OFFICE', 'a', '2001'), edge('HOLDS_OFFICE', 'a', '2005'), edge('PARTY_TO', 'b'), edge('PARTY_TO', 'c')],
    [edge('PARTY_TO', 'c', '2020'), edge('PARTY_TO', 'b', null, false)],
  );
  expect(groups.map(({ type, isForward }) => `${type} ${isForward}`)).toEqual(['PARTY_TO true', 'HOLDS_OFFICE true', 'PARTY_TO false']);
  expect(groups[0]!.both.map((items) => items.map(({ id, times }) => `${id} ${times}`))).toEqual([['c ', 'c since 2020']]);
  expect(groups[0]!.alone.map((items) => items.map(({ id }) => id))).toEqual([['b'], []]);
  expect(groups[1]!.alone[0]).toEqual([{ id: 'a', name: 'a', times: 'since 2001; since 2005' }]);
});

test('two nodes of one kind are shown side by side, from a panel and from a link', async ({ explorer, page }) => {
  await explorer.visit('#open=country:MEX');
  await explorer.panel.getByRole('button', { name: 'Compare with …' }).click();
  const field = explorer.panel.getByRole('combobox', { name: 'Compare with another country' });
  await field.fill('panam');
  await page.getByRole('option', { name: /^Panama/ }).click();
  await expect(page).toHaveURL(/beside=country:MEX~country:PAN/);
  const beside = page.getByRole('region', { name: 'Side by side, on 1 July 2024' });
  await expect(beside).toContainText('The two have in common: Los Angeles Declaration on Migration and Protection');
  await expect(beside.locator('.same')).toHaveText([/^both\s*Los Angeles Declaration/, /^both\s*Los Angeles Declaration/]);
  await expect(beside.getByRole('list', { name: 'Panama alone' }).first()).toContainText('U.S.-Panama Bilateral Arrangement');
  await beside.getByRole('button', { name: 'U.S.-Panama Bilateral Arrangement on Migration and Protection' }).first().click();
  await expect(explorer.panel.getByRole('heading', { level: 2 })).toHaveText(/Bilateral Arrangement/);
  await page.getByRole('button', { name: 'Back to the answer' }).click();
  await expect(explorer.canvas).toBeVisible();

  await explorer.visit('#beside=instrument:us_panama_mou_2024~instrument:ecuador_china_visa_2024');
  await expect(page.locator('.beside')).toContainText('memorandum of understanding');
  await explorer.visit('#beside=country:PAN~country:nowhere');
  await expect(page.locator('.beside')).toContainText('The graph has nothing with the id country:nowhere');
});

for (const [colorScheme, width] of [
  ['light', 360],
  ['dark', 1440],
] as const)
  test(`axe finds nothing serious in what is compared, ${colorScheme} and ${width} wide`, async ({ explorer, page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    for (const state of ['#on=2024-07-01&then=2026-01-01', '#show=strip', '#beside=country:MEX~country:PAN']) {
      await explorer.visit(state);
      await expect(page.locator('.show [aria-busy="true"]')).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      const found = violations.filter((each) => each.impact === 'serious' || each.impact === 'critical');
      expect(
        found.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`),
        state,
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), state).toBeLessThanOrEqual(width);
    }
  });
