import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Listening } from './listen.ts';
import { browserSkip, type OfflinePage, openOfflineBrowser } from './open-offline-browser.ts';
import { startTestServer } from './start-test-server.ts';

describe('GraphiQL in a browser without internet', { skip: browserSkip }, () => {
  let server: Listening;
  let browser: OfflinePage;
  before(async () => {
    server = await startTestServer();
    browser = await openOfflineBrowser(new URL(server.url).origin);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  test('opens on a list of jobs, which one press of the button runs', async () => {
    const { page } = browser;
    await page.goto(server.url);
    const editor = page.locator('.graphiql-query-editor');
    await editor.getByText('LatestJobs').first().waitFor();
    await page.locator('.graphiql-execute-button').click();
    const results = page.locator('.result-window');
    await results.getByText('createdAt').first().waitFor();
    const shown = (await results.textContent()) ?? '';
    assert.match(shown, /"status":\s*"[A-Z_]+"/);
    assert.doesNotMatch(shown, /"errors"/);
  });

  test('has a tab for each of the other queries', async () => {
    const names = await browser.page.locator('.graphiql-tab-button').allTextContents();
    assert.deepEqual(names, [
      'LatestJobs',
      'FailedJobs',
      'JobDetails',
      'RunningJobs',
      'NextPage',
      'Sources',
      'Explain',
    ]);
  });

  test('shows the variables of a tab', async () => {
    const { page } = browser;
    await page.locator('.graphiql-tab-button').nth(1).click();
    await page.locator('.graphiql-editor-tool').getByText('since').first().waitFor();
  });

  test('knows the schema: the documentation has the description of a field', async () => {
    const { page } = browser;
    await page.getByLabel('Show Documentation Explorer').click();
    await page.getByRole('link', { name: 'Query', exact: true }).click();
    await page.getByText('The jobs of all sources as one list in one total order.').first().waitFor();
  });

  test('asked nobody but the gateway, and nothing was refused to it', () => {
    assert.deepEqual(browser.foreign, []);
    assert.deepEqual(browser.complaints, []);
  });
});

describe('a token that is typed into GraphiQL', { skip: browserSkip }, () => {
  test('is sent, and is not in the browser’s storage afterwards', async (t) => {
    const server = await startTestServer();
    t.after(() => server.close());
    const { page, close } = await openOfflineBrowser(new URL(server.url).origin);
    t.after(close);
    await page.goto(server.url);
    await page.locator('.graphiql-query-editor').getByText('LatestJobs').first().waitFor();
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool .graphiql-editor:visible').click();
    await page.keyboard.insertText('{"authorization":"Bearer secret"}');
    const asked = page.waitForRequest((request) => request.method() === 'POST');
    await page.locator('.graphiql-execute-button').click();
    assert.equal((await (await asked).allHeaders())['authorization'], 'Bearer secret');
    await page.locator('.result-window').getByText('createdAt').first().waitFor();
    // It writes to the storage some moments after the last key: what came later is there, so the headers would be too.
    await page.locator('.graphiql-query-editor .view-line').first().click();
    await page.keyboard.insertText('# typed later');
    await page.waitForFunction(() => JSON.stringify({ ...localStorage }).includes('typed later'));
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    assert.doesNotMatch(kept, /secret/);
  });
});
