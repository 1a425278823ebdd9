// A browser, and checks that are counted.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';

const require = createRequire(`${process.env.PAGE_TOOLS}/`);
const { chromium } = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 360, height: 740 };

let browser;
const counts = { checks: 0, failures: 0, axe: 0 };
/** What no page may ever do, from all pages. */
const offences = [];

export async function launch() {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--disable-lcd-text'] });
  console.log(`Chromium ${browser.version()}`);
}

/** A page of its own browser profile; every request and message of it is watched. */
export async function open(url, options = {}) {
  const context = await browser.newContext({ viewport: WIDE, locale: 'en-GB', timezoneId: 'UTC', ...options });
  context.setDefaultTimeout(120_000); // for machines that do much else
  await context.exposeFunction('offence', (text) => offences.push(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) =>
      window.offence(`policy violated: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`),
    );
  });
  const page = await context.newPage();
  const origin = new URL(url).origin;
  page.on('request', (request) => {
    const to = request.url();
    if (to.startsWith('http') && new URL(to).origin !== origin) {
      offences.push(`request to another site: ${to}`);
    }
  });
  page.on('pageerror', (e) => offences.push(`error in the page: ${e.stack}`));
  page.on('console', (message) => {
    const text = message.text();
    // An answer such as 401 is told as an error, and so is a scheme that no program has registered here.
    if (message.type() === 'error' && !/Failed to load resource|Failed to launch/.test(text)) {
      offences.push(`on the console: ${text}`);
    }
  });
  await page.goto(url);
  return page;
}

/** Runs a check; one that fails does not end the others. */
export async function check(name, run) {
  counts.checks++;
  try {
    await run();
    console.log(`ok  ${name}`);
  } catch (e) {
    counts.failures++;
    console.log(`FAILED: ${name}\n${e.stack}`);
  }
}

/** Fails on what axe finds, in both colour schemes. */
export async function axe(page, state) {
  await check(`no violation of WCAG: ${state}`, async () => {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(axeSource);
      const { violations, passes } = await page.evaluate(
        (values) => axe.run({ runOnly: { type: 'tag', values } }),
        RULES,
      );
      counts.axe += passes.length;
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html, any[0]?.message])]),
        [],
        colorScheme,
      );
      assert.ok(passes.length > 10, `only ${passes.length} rules were applied`);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  });
}

/** Fails if a narrow page has to be scrolled to the side, or something stands out of it. */
export async function fits(page, state) {
  await check(`fits 360 px: ${state}`, async () => {
    const { width, shown } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      shown: [...document.querySelectorAll('body *')]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
        .filter((element) => !element.closest('.visually-hidden, .skip'))
        .map((element) => element.outerHTML.slice(0, 80)),
    }));
    assert.equal(width, NARROW.width);
    assert.deepEqual(shown, []);
  });
}

/** Waits until a search has ended, and returns its status. */
export async function answered(page) {
  await page.waitForFunction(() =>
    /(passages?|less likely|Nothing found)$/.test(document.getElementById('status').textContent),
  );
  await page.waitForSelector('#results[aria-busy=false]');
  return page.textContent('#status');
}

/** Asks as a person does, and waits for the end of the answer. */
export async function ask(page, question) {
  await page.fill('#question', '');
  await page.locator('#question').pressSequentially(question);
  return answered(page);
}

/** Ends all; the exit status says whether all was well. */
export async function finish() {
  await browser.close();
  await check('no page asked another site, broke its policy or had an error', () => assert.deepEqual(offences, []));
  console.log(`${counts.checks} checks, ${counts.axe} rules of axe applied, ${counts.failures} failures.`);
  process.exitCode = counts.failures ? 1 : 0;
}

export { assert };
