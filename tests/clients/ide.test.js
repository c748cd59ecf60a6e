// Banana Cake Pop and the list of questions, in Chromium, as an analyst uses them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { start } from './server.js';

// Its builder throws at what stands in no field: arguments of an operation's directives, and strings as defaults. The rest of the page goes on.
const buildersOwn = /^Ancestor for kind |reading 'definitions'/;

// When a document is opened beside another it cancels what it had begun for that one, and throws the cancellation: only where two are open.
const cancellation = /^Action cancelled$/;

describe('Banana Cake Pop', () => {
  let server, browser, context, page;
  const mistakes = [], hosts = new Set();

  before(async () => {
    server = await start();
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
    context.on('request', (request) => { if (/^(http|ws)/.test(request.url())) hosts.add(new URL(request.url()).host); });
    context.on('console', (message) => { if (message.type() === 'error') mistakes.push(message.text()); });
    context.on('weberror', (error) => { if (!buildersOwn.test(error.error().message)) mistakes.push(error.error().message); });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
  });
  after(async () => { await browser?.close(); await server.stop(); });

  async function visit(page) {
    await page.goto(server.url);
    await page.getByText('Create Document').waitFor();
    // Its service worker reloads the page once, a moment after the first visit: what is done meanwhile is lost.
    await page.waitForFunction(() => performance.getEntriesByType('navigation')[0].type === 'reload');
    await page.getByText('Create Document').waitFor();
  }

  /** A document begins with the headline question. */
  async function open(page) {
    await page.getByText('Create Document').click();
    await page.getByText('query WhoReliesOnWhom(').waitFor();
    await page.getByText('Schema available').waitFor();
  }

  test('a browser that opens the endpoint gets it, a program does not', async () => {
    await visit(page);
    assert.equal(page.url(), `${server.url}/`);
    const answer = await fetch(`${server.url}?query={__typename}`);
    assert.deepEqual(await answer.json(), { data: { __typename: 'Query' } });
  });

  test('its licence goes with it', async () =>
    assert.match(await (await fetch(`${server.url}/LICENSE`)).text(), /ChilliCream License 1\.0/));

  test('no file outside it is given', async () => {
    for (const path of ['..%2fappsettings.json', '..%5cappsettings.json', 'static/..%2f..%2fappsettings.json'])
      assert.equal((await fetch(`${server.url}/${path}`)).status, 404);
  });

  test('a document begins with the headline question, and the schema is there', async () => {
    await open(page);
  });

  test('the headline question runs and shows its answer', async () => {
    await page.getByRole('button', { name: /^Run/ }).click();
    await page.getByText('"totalCount"').waitFor();
    await page.getByText('"Mexico"').first().waitFor();
    await page.mouse.move(0, 0);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/banana-cake-pop.png` });
  });

  test('fields are completed from the schema', async () => {
    await page.getByText('totalCount', { exact: true }).first().click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    // Typing asks for completion; asking twice would close it again.
    await page.keyboard.type('ed', { delay: 100 });
    await page.locator('.suggest-widget.visible').getByText('edges', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('nothing went wrong, and no other host was asked', () => {
    assert.deepEqual(mistakes, []);
    assert.deepEqual([...hosts], [new URL(server.url).host]);
  });

  test('each named question opens as the beginning of a new document, beside those that are there', async () => {
    await page.goto(new URL('/questions', server.url).href);
    await page.locator('#who-relies-on-panama').getByRole('link', { name: 'Open' }).click();
    // What was open before is kept by the browser.
    await page.getByText('untitled 1').waitFor();
    await page.keyboard.press('Control+Alt+t');
    await page.getByText('query WhoReliesOnPanama(').waitFor();
    await page.getByText('Schema available').waitFor();
    await page.getByRole('button', { name: /^Run/ }).click();
    await page.getByText('"reliedOnBy"').waitFor();
    assert.deepEqual(mistakes.filter((m) => !cancellation.test(m)), []);
  });

  test('each named question can be copied, and leads to its answer', async () => {
    const list = await context.newPage();
    await list.goto(new URL('/questions', server.url).href);
    const question = list.locator('#who-relies-on-panama');
    await question.getByRole('button', { name: 'Copy' }).click();
    await question.getByRole('button', { name: 'Copied' }).waitFor();
    assert.match(await list.evaluate(() => navigator.clipboard.readText()), /^# Who relies on Panama.*\n(?:# .*\n)*query WhoReliesOnPanama/);
    assert.deepEqual(mistakes.filter((m) => !cancellation.test(m)), []);
    const table = await fetch(new URL(await question.getByRole('link', { name: 'As CSV' }).getAttribute('href'), server.url));
    assert.match(await table.text(), /^list,country\.name,.*\r\n.*,Panama,/);
    await question.getByRole('link', { name: 'As JSON' }).click();
    assert.match(await list.locator('body').innerText(), /^\{"country":.*United States/);
  });

  test('a mutation runs with a token, and the response shows what was committed', async () => {
    // In a browser of its own: with the token, the page asks for the schema again, whenever it likes.
    const own = await browser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await own.newPage();
    page.setDefaultTimeout(60_000);
    await visit(page);
    await open(page);
    const mutation = `mutation @change(note: "As on the map.") {
  updatePlace(input: { id: "place:darien_gap", set: { name: "Darién" } }) {
    place { name revision }
    change { id by }
    errors { __typename }
  }
}`;
    await page.evaluate((text) => navigator.clipboard.writeText(text), mutation);
    await page.getByText('totalCount', { exact: true }).first().click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+v');
    await page.getByText('HTTP Headers').click();
    await page.getByPlaceholder('Name', { exact: true }).first().fill('Authorization');
    await page.getByPlaceholder('Value', { exact: true }).first().fill(`Bearer ${server.token('graph:write')}`);
    await page.keyboard.press('Tab');
    // It takes over what was typed a moment later. Until then, nobody may write.
    const committed = page.getByText('"change:2"');
    for (let tries = 0; tries < 10 && !(await committed.isVisible()); tries++) {
      await page.getByRole('button', { name: /^Run/ }).click();
      await committed.waitFor({ timeout: 5_000 }).catch(() => {});
    }
    await committed.waitFor();
    await page.getByText('"ana"').waitFor();
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/banana-cake-pop-mutation.png` });
    const { data } = await (await fetch(`${server.url}?query={place(id:"place:darien_gap"){name}}`)).json();
    assert.equal(data.place.name, 'Darién');
  });
});
