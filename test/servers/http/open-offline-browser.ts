import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const { CI, CHROMIUM_PATH: CHROMIUM = '/usr/bin/chromium' } = process.env;

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why a browser test cannot run here; `false` where it can. In CI it has to: there a missing browser is a failure. */
export const browserSkip: string | false =
  existsSync(CHROMIUM) || CI === 'true' ? false : `no Chromium at ${CHROMIUM}; set CHROMIUM_PATH to one`;

export interface OfflinePage {
  readonly page: Page;
  /** What the page asked of any other server than its own: it was refused. */
  readonly foreign: readonly string[];
  /** What the page complained of. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** A page in a real browser that reaches `origin` and nothing else. */
export async function openOfflineBrowser(origin: string): Promise<OfflinePage> {
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(15_000);
  const foreign: string[] = [];
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (new URL(url).origin === origin) return route.continue();
    foreign.push(url);
    return route.abort();
  });
  return { page, foreign, complaints, close: () => browser.close() };
}
