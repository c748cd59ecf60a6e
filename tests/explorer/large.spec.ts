import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, Explorer } from './explorer';
import { Server } from './server';

const kinds = ['NEWS', 'REPOST', 'PHOTO', 'ANALYSIS', 'TRACKER'];
const reports = 2_270;
const outlets = 30;

/** A seed of 2,300 nodes: reports, their outlets, and which copies which. */
function writeSeed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'explorer-large-'));
  mkdirSync(join(folder, 'questions'));
  const numbers = Array.from({ length: reports }, (_, i) => i);
  writeFileSync(
    join(folder, 'large.yaml'),
    [
      'outlets:',
      ...Array.from({ length: outlets }, (_, i) => `  o${i}: { name: Outlet ${i}, kind: NEWSPAPER }`),
      'reports:',
      ...numbers.map(
        (i) =>
          `  r${i}: { title: Report number ${i}, kind: ${kinds[i % kinds.length]}, publishedOn: 2024-01-01, outlet: outlet:o${i % outlets}${i % 3 === 1 ? `, republishes: report:r${i - 1}` : ''} }`,
      ),
      '',
    ].join('\n'),
  );
  const page = (kind: string) => `  ${kind.toLowerCase()}: reports(where: { kind: { eq: ${kind} } }, first: 500) { nodes { id title } }`;
  writeFileSync(
    join(folder, 'questions', 'all.graphql'),
    `# What is there, all of it?\nquery All {\n  outlets(first: 500) { nodes { id name } }\n${kinds.map(page).join('\n')}\n}\n`,
  );
  writeFileSync(
    join(folder, 'questions', 'most.graphql'),
    `# What is there, most of it?\nquery Most {\n  outlets(first: 500) { nodes { id name } }\n${kinds.slice(0, 3).map(page).join('\n')}\n}\n`,
  );
  return folder;
}

const test = base.extend<{}, { large: Server }>({
  large: [
    async ({}, use) => {
      const folder = writeSeed();
      const server = await new Server({ seed: folder }).start();
      await use(server);
      await server.stop();
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  explorer: async ({ page, large, guard }, use) => {
    void guard;
    await use(new Explorer(page, large.address));
  },
});

test('2,000 nodes are drawn, how many are not is told, and it moves at more than 30 frames a second', async ({ explorer, page }) => {
  test.setTimeout(180_000);
  await explorer.visit('', 120_000);
  expect((await explorer.ids()).length).toBe(2_000);
  await expect(page.locator('.left-out')).toContainText(`${reports + outlets - 2_000} nodes more are not drawn`);
  const box = (await explorer.canvas.boundingBox())!;
  // Work in the thread's own time, which does not grow when others use the processor.
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => (await client.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'TaskDuration')!.value;
  const rates: number[] = [];
  const allowed: number[] = [];
  // The best of a few: the others are what else the machine does.
  for (let round = 0; round < 4 && Math.max(0, ...rates) <= 30; round++) {
    const counted = page.evaluate(
      () =>
        new Promise<{ frames: number; rate: number }>((done) => {
          const { cy } = (
            document.querySelector('.canvas') as unknown as {
              _cyreg: { cy: { on(event: string, act: () => void): void; off(event: string): void } };
            }
          )._cyreg;
          let [frames, first, last] = [0, 0, 0];
          cy.on('render', () => {
            last = performance.now();
            if (frames++ === 0) first = last;
          });
          addEventListener(
            'mouseup',
            () => {
              cy.off('render');
              done({ frames, rate: ((frames - 1) * 1000) / (last - first) });
            },
            { once: true },
          );
        }),
    );
    const before = await worked();
    await page.mouse.move(box.x + 300, box.y + 20);
    await page.mouse.down();
    for (let i = 0; i < 90; i++) await page.mouse.move(box.x + 300 + 3 * i, box.y + 20 + 2 * i);
    await page.mouse.up();
    const { frames, rate } = await counted;
    rates.push(rate);
    allowed.push(frames / ((await worked()) - before));
  }
  const list = (numbers: number[]) => numbers.map((each) => each.toFixed(1)).join(', ');
  console.log(
    `frames a second at 2,000 nodes while the picture is moved: ${list(rates)}; as many as its own work allows: ${list(allowed)}`,
  );
  expect(Math.max(...allowed)).toBeGreaterThan(30);
  // What is seen depends on what else the machine does: asked only where it is not overrun.
  if (loadavg()[0]! < 2 * cpus().length) expect(Math.max(...rates)).toBeGreaterThan(30);
});

test('1,300 nodes are laid out beside the page, which goes on answering, and each time in the same places', async ({ explorer, page }) => {
  test.setTimeout(180_000);
  const client = await page.context().newCDPSession(page);
  interface TraceEvent {
    readonly name: string;
    readonly pid: number;
    readonly tid: number;
    readonly tdur?: number;
    readonly args: { readonly name?: string };
  }
  /** The longest task of the page's own thread, in milliseconds of the thread's own time, which does not grow when others use the processor. */
  const longestTask = async (act: () => Promise<void>) => {
    const events: TraceEvent[] = [];
    const collect = ({ value }: { value: unknown[] }) => void events.push(...(value as TraceEvent[]));
    client.on('Tracing.dataCollected', collect);
    await client.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'] },
    });
    await act();
    const complete = new Promise<void>((done) => client.once('Tracing.tracingComplete', () => done()));
    await client.send('Tracing.end');
    await complete;
    client.off('Tracing.dataCollected', collect);
    const threadsNamed = (name: RegExp) =>
      new Set(events.filter((e) => e.name === 'thread_name' && name.test(e.args.name ?? '')).map((e) => `${e.pid} ${e.tid}`));
    const main = threadsNamed(/^CrRendererMain$/);
    expect(threadsNamed(/^DedicatedWorker/).size).toBeGreaterThan(0);
    const tasks = events.filter((e) => e.name === 'RunTask' && main.has(`${e.pid} ${e.tid}`));
    expect(tasks.length).toBeGreaterThan(100);
    return Math.max(...tasks.map((e) => (e.tdur ?? 0) / 1_000));
  };
  const longest: number[] = [];
  const places: Record<string, { x: number; y: number }>[] = [];
  const times: number[] = [];
  // The best of a few: the others are what else the machine does.
  const isQuick = () => Math.min(...longest) < 100 && Math.min(...times) < 3_000;
  for (let round = 0; round < 4 && (round < 2 || !isQuick()); round++) {
    longest.push(
      await longestTask(async () => {
        const begun = Date.now();
        await explorer.visit('#q=most', 120_000);
        times.push(Date.now() - begun);
      }),
    );
    places.push(await explorer.positions());
    // A long list waits, too, until it is asked for.
    await expect(
      page
        .locator('.answer')
        .getByRole('button', { name: /^Show \d+ more$/ })
        .first(),
    ).toBeVisible();
  }
  const list = (numbers: number[]) => numbers.map((each) => Math.round(each)).join(', ');
  console.log(`the longest task at 1,392 nodes: ${list(longest)} ms; all of it drawn after ${list(times)} ms`);
  expect(Object.keys(places[0]!)).toHaveLength(30 + 3 * (reports / kinds.length));
  expect(places[1]).toEqual(places[0]);
  expect(Math.min(...longest)).toBeLessThan(100);
  if (loadavg()[0]! < cpus().length) expect(Math.min(...times)).toBeLessThan(3_000);
});
