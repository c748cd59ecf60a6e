import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { Server } from './server';

/** What the tests look at in the picture: Cytoscape keeps itself at its container. */
interface Drawn {
  nodes(): { map<T>(f: (node: DrawnNode) => T): T[] };
  edges(): { map<T>(f: (edge: DrawnEdge) => T): T[] };
  getElementById(id: string): DrawnNode & DrawnEdge & { nonempty(): boolean };
  zoom(): number;
}
interface DrawnNode {
  id(): string;
  data(key: string): unknown;
  style(key: string): string;
  renderedPosition(): Point;
  position(): Point;
  hasClass(name: string): boolean;
  renderedBoundingBox(options: object): { x1: number; y1: number; x2: number; y2: number };
}
interface DrawnEdge {
  id(): string;
  data(key: string): unknown;
  style(key: string): string;
  numericStyle(key: string): number;
  hasClass(name: string): boolean;
  renderedMidpoint(): Point;
  renderedSourceEndpoint(): Point;
  renderedTargetEndpoint(): Point;
}
interface Point {
  x: number;
  y: number;
}

export const reliance = (other: string) => `RELIES_ON~country:USA~country:${other}~objective:reduce_us_southern_border_crossings`;

/** The page as a person uses it. */
export class Explorer {
  constructor(
    readonly page: Page,
    readonly address: string,
  ) {}

  get canvas(): Locator {
    return this.page.locator('.canvas');
  }
  get panel(): Locator {
    return this.page.getByRole('complementary');
  }
  get search(): Locator {
    return this.page.getByRole('combobox', { name: 'Search the graph' });
  }
  get asOf(): Locator {
    return this.page.getByRole('textbox', { name: 'As of' });
  }

  async visit(hash = '', timeout = 30_000) {
    // From elsewhere, so that the page starts anew though only the fragment differs.
    await this.page.goto('about:blank');
    await this.page.goto(`${this.address}/${hash}`);
    await this.settled(timeout);
  }

  /** Until all that was asked for is there and drawn. */
  async settled(timeout = 30_000) {
    await expect(this.page.locator('main')).toHaveAttribute('aria-busy', 'false', { timeout });
    await expect(this.page.locator('.canvas, .tables, .strip, .beside, .atlas, .form').first()).toBeVisible();
    await expect(this.page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout });
  }

  async ask(sentence: string | RegExp) {
    const more = this.page.locator('details.more');
    if ((await more.getAttribute('open')) === null) await more.locator('summary').click();
    await more.getByRole('button', { name: sentence }).click();
    await this.settled();
  }

  draw<T>(look: (cy: Drawn) => T): Promise<T> {
    return this.canvas.evaluate((element, text) => {
      const { cy } = (element as unknown as { _cyreg: { cy: Drawn } })._cyreg;
      return (new Function('cy', `return (${text})(cy)`) as (cy: Drawn) => T)(cy);
    }, look.toString());
  }

  ids(): Promise<string[]> {
    return this.draw((cy) => cy.nodes().map((node) => node.id())).then((ids) => ids.sort());
  }
  lineKeys(): Promise<string[]> {
    return this.draw((cy) => cy.edges().map((edge) => edge.id())).then((keys) => keys.sort());
  }
  positions(): Promise<Record<string, Point>> {
    return this.draw((cy) =>
      cy.nodes().map((node) => [node.id(), { x: Math.round(node.position().x), y: Math.round(node.position().y) }] as const),
    ).then((all) => Object.fromEntries(all));
  }

  async pointOf(id: string): Promise<Point> {
    const places = await this.draw((cy) => [
      ...cy.nodes().map((node) => [node.id(), node.renderedPosition()] as const),
      ...cy.edges().map((edge) => [edge.id(), edge.renderedMidpoint()] as const),
    ]);
    const place = places.find(([each]) => each === id);
    if (!place) throw new Error(`${id} is not drawn`);
    return place[1];
  }

  /** Moves the pointer to the node or line where it is drawn, until the picture knows it: a part that comes late moves the picture. */
  async pointAt(id: string) {
    await expect(async () => {
      await this.canvas.hover({ position: await this.pointOf(id) });
      const pointedAt = await this.draw((cy) => [
        ...cy.nodes().map((node) => [node.id(), node.hasClass('hover')] as const),
        ...cy.edges().map((edge) => [edge.id(), edge.hasClass('hover')] as const),
      ]);
      expect(pointedAt.filter(([, is]) => is).map(([each]) => each)).toEqual([id]);
    }).toPass();
  }
  async click(id: string) {
    await this.pointAt(id);
    await this.page.mouse.down();
    await this.page.mouse.up();
  }

  async find(text: string, name: string | RegExp, key = 'Enter') {
    await this.search.fill(text);
    const option = this.page.getByRole('option', { name }).first();
    await expect(option).toBeVisible();
    for (let tries = 0; tries < 20 && (await option.getAttribute('aria-selected')) !== 'true'; tries++)
      await this.search.press('ArrowDown');
    await expect(option).toHaveAttribute('aria-selected', 'true');
    await this.search.press(key);
    await this.settled();
  }
}

interface Fixtures {
  explorer: Explorer;
  seeded: Server;
  guard: Guard;
}
interface Guard {
  allowConsole: RegExp | null;
}

/** Each test's page says nothing on its console and asks no other host. */
export const test = base.extend<Pick<Fixtures, 'explorer' | 'guard'>, { seeded: Server }>({
  seeded: [
    async ({}, use) => {
      const server = await new Server().start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  guard: async ({ page }, use) => {
    const guard: Guard = { allowConsole: null };
    const said: string[] = [];
    const foreign: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(error.message));
    page.on('dialog', (dialog) => {
      said.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!/^(http:\/\/127\.0\.0\.1[:/]|blob:|data:)/.test(request.url())) foreign.push(request.url());
    });
    await use(guard);
    expect(
      said.filter((text) => !guard.allowConsole?.test(text)),
      'the console is silent',
    ).toEqual([]);
    expect(foreign, 'no other host is asked').toEqual([]);
  },
  explorer: async ({ page, seeded, guard }, use) => {
    void guard;
    await use(new Explorer(page, seeded.address));
  },
});

export { expect };
