// Searching: as you type, corrected by the stream, filtered, in the address, by keyboard.
import { answered, ask, assert, axe, check, fits, NARROW, open, WIDE } from './harness.mjs';

const QUESTION = 'How are passages locked while two processes write?';

/** Notes what becomes of each hit from its first sight on, and whether it keeps its element while it is there. */
function watchHits() {
  window.seen = new Map();
  let before = new Map();
  const note = () => {
    const now = new Map([...document.querySelectorAll('.hits > li')].map((li) => [li.dataset.key, li]));
    for (const [key, li] of now) {
      const known = window.seen.get(key) ?? { states: [], same: true };
      known.same &&= !before.has(key) || before.get(key) === li;
      if (known.states.at(-1) !== li.dataset.exact) {
        known.states.push(li.dataset.exact);
      }
      window.seen.set(key, known);
    }
    before = now;
  };
  new MutationObserver(note).observe(document.getElementById('results'), {
    subtree: true,
    childList: true,
    attributes: true,
  });
}

async function firstSearch(page) {
  await check('says what to do before a question', async () => {
    await page.waitForSelector('text=Type a question; passages');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'question');
  });
  await axe(page, 'no question yet');

  await check('searches as one types, and marks the words', async () => {
    await page.locator('#question').pressSequentially(QUESTION);
    assert.match(await answered(page), /^\d+ passages?/);
    const first = page.locator('.hits > li').first();
    assert.ok((await first.locator('.title').textContent()).length > 0);
    assert.match(await first.locator('.path').textContent(), /^docs\/.*\.md$/);
    assert.match(await first.locator('.inside').textContent(), /^lines? \d+/);
    const marks = await page.locator('.snippet mark').allTextContents();
    assert.ok(marks.length > 0);
    for (const mark of marks) {
      assert.match(mark, /^(passage|lock|two|process|writ)/i);
    }
  });
  await check('says how many there are', () =>
    page.waitForFunction(() => /^\d+ passages?/.test(document.getElementById('announcer').textContent)),
  );
  await axe(page, 'results');
}

async function stream(page) {
  await check('shows estimates, then exact scores, in the same elements', async () => {
    await page.fill('#question', '');
    await page.waitForFunction(() => document.querySelectorAll('.hits > li').length === 0);
    await page.evaluate(watchHits);
    await page.fill('#question', 'What happens when the disk is full?');
    await answered(page);
    const seen = await page.evaluate(() => [...window.seen.values()].map(({ states, same }) => ({ states, same })));
    const corrected = seen.filter(({ states }) => states.join() === 'false,true');
    assert.ok(corrected.length > 0, JSON.stringify(seen));
    assert.ok(seen.every(({ same }) => same));
    const estimated = page.locator('li[data-exact=false] .score');
    for (const text of await estimated.allTextContents()) {
      assert.match(text, /^≈ estimated score -?\d\.\d\d$/);
    }
    assert.match(await page.locator('li[data-exact=true] .score').first().textContent(), /^score -?\d\.\d\d$/);
  });
  await check('asks once for what is typed at once, and shows the answer to the last question', async () => {
    const asked = [];
    const isSearch = (request) => request.url().endsWith('/search');
    page.on('request', (request) => isSearch(request) && asked.push(request.postDataJSON()));
    await page.locator('#question').fill('');
    await page.locator('#question').pressSequentially('power loss', { delay: 20 });
    await page.waitForRequest(isSearch);
    await page.locator('#question').pressSequentially(' while writing', { delay: 20 });
    await answered(page);
    const questions = asked.map(({ question }) => question);
    assert.ok(questions.length <= 'power loss while writing'.length / 2, questions.join());
    assert.equal(questions.at(-1), 'power loss while writing');
    const answer = await page.request.post(new URL('/api/v1/search', page.url()).href, { data: asked.at(-1) });
    const { hits } = await answer.json();
    const shown = await page.locator('.hits > li').evaluateAll((all) => all.map((li) => JSON.parse(li.dataset.key)[1]));
    const ids = (close) => hits.filter((hit) => hit.close === close).map(({ id }) => id);
    assert.deepEqual(shown, [...ids(true), ...ids(false)]);
  });
}

async function filters(page, home) {
  await ask(page, QUESTION);
  await page.click('#filters summary');
  await axe(page, 'filters');
  await check('keeps to a file', async () => {
    await page.fill('#in', `${home}/docs/durability.md`);
    await page.press('#in', 'Enter');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.hits .path')].every((path) => path.textContent.endsWith('durability.md')),
    );
    await answered(page);
    assert.ok((await page.locator('.hits > li').count()) > 0);
    assert.equal(await page.textContent('#filter-count'), ' (1)');
    assert.equal(new URL(page.url()).searchParams.get('in'), `${home}/docs/durability.md`);
  });
  await check('says what to do when nothing is left', async () => {
    await page.fill('#types', 'pdf');
    await page.press('#types', 'Tab');
    await page.waitForSelector('text=Nothing was found; clear a filter');
  });
  await axe(page, 'nothing found');
  await check('says what is wrong with a date', async () => {
    await page.fill('#since', 'soon');
    await page.press('#since', 'Tab');
    await page.waitForSelector('#status.problem');
    assert.match(await page.textContent('#status'), /is not a date/);
  });
  await axe(page, 'a wrong filter');
  await check('clears the filters', async () => {
    await page.click('#clear-filters');
    await answered(page);
    assert.ok((await page.locator('.hits > li').count()) > 1);
    assert.equal(new URL(page.url()).searchParams.get('types'), null);
  });
  await check('searches by words alone', async () => {
    const request = page.waitForRequest((one) => one.url().endsWith('/search'));
    await page.selectOption('#mode', 'lexical');
    assert.equal((await request).postDataJSON().mode, 'lexical');
    await answered(page);
    assert.equal(await page.locator('li[data-exact=false]').count(), 0);
    await page.selectOption('#mode', '');
  });
}

async function address(page) {
  await check('has the question in the address, and goes back', async () => {
    // Typed before the page knows what there is to search.
    const slowly = (route) => setTimeout(() => route.continue(), 2000);
    await page.route('**/api/v1/collections', slowly);
    await page.goto(new URL('/', page.url()).href);
    await page.locator('#question').pressSequentially('compression of texts');
    await page.press('#question', 'Enter');
    await answered(page);
    await page.unroute('**/api/v1/collections', slowly);
    await page.locator('#question').fill('rotten backups');
    await page.press('#question', 'Enter');
    await page.waitForURL(/rotten/);
    await page.goBack();
    await page.waitForURL(/compression/);
    assert.equal(await page.inputValue('#question'), 'compression of texts');
    await answered(page);
    await page.goBack();
    await page.waitForURL((url) => url.search === '');
    assert.equal(await page.inputValue('#question'), '');
    await page.goForward();
    await page.reload();
    assert.match(await answered(page), /passage/);
    assert.equal(await page.inputValue('#question'), 'compression of texts');
  });
  await check('puts what is far under a line', async () => {
    await page.fill('#question', 'xylophone lessons for beginners in Lisbon');
    await answered(page);
    assert.ok(await page.isVisible('#less-likely'));
    assert.ok((await page.locator('#far-hits > li').count()) > 0);
  });
  await axe(page, 'less likely results');
}

/** On a page of its own, since the browser asks then whether it may open another program. */
async function openInEditor(url, home) {
  const page = await open(`${url}/?question=${encodeURIComponent(QUESTION)}`);
  await check('opens a passage in the editor by a key', async () => {
    await answered(page);
    const session = await page.context().newCDPSession(page);
    await session.send('Page.enable');
    const requested = new Promise((resolve) => session.on('Page.frameRequestedNavigation', resolve));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('o');
    assert.match((await requested).url, new RegExp(`^vscode://file${home}/docs/[a-z-]+\\.md:\\d+$`));
  });
  await page.context().close();
}

async function keyboard(url) {
  const page = await open(url);
  const active = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);
  const current = () => page.evaluate(() => document.activeElement.closest('li')?.dataset.key);
  await check('works by keyboard alone', async () => {
    await page.waitForFunction(() => document.activeElement.id === 'question');
    await page.keyboard.type(QUESTION);
    await answered(page);
    await page.keyboard.press('ArrowDown');
    assert.equal(await active(), 'title');
    const first = await current();
    await page.keyboard.press('j');
    const second = await current();
    assert.notEqual(second, first);
    await page.keyboard.press('k');
    assert.equal(await current(), first);
    await page.keyboard.press('ArrowDown');
    assert.equal(await current(), second);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#preview .passage.hit');
    const preview = await page.textContent('#preview-title');
    assert.equal(preview, await page.locator('.hits > li').nth(1).locator('.title').textContent());
    await page.keyboard.press('k'); // the preview follows
    await page.waitForFunction(
      () => document.querySelector('.hits > li .title').getAttribute('aria-current') === 'true',
    );
    await page.keyboard.press('Escape');
    assert.ok(await page.isHidden('#preview'));
    assert.equal(await current(), first);
    await page.keyboard.press('ArrowUp');
    assert.equal(await active(), 'question');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('/');
    assert.equal(await active(), 'question');
    await page.keyboard.type('/o?jk');
    assert.match(await page.inputValue('#question'), /\/o\?jk$/);
  });
  await check('has help by a key, and lets the letters be switched off', async () => {
    await page.fill('#question', QUESTION);
    await answered(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('?');
    assert.ok(await page.isVisible('#help'));
    await page.keyboard.press('Escape');
    assert.ok(await page.isHidden('#help'));
    await page.keyboard.press('?');
  });
  await axe(page, 'help');
  await check('does nothing by letters that are switched off', async () => {
    await page.uncheck('#letters');
    await page.keyboard.press('Escape');
    const first = await current();
    await page.keyboard.press('j');
    assert.equal(await current(), first);
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await current(), first);
  });
  await check('shows where the focus is', async () => {
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(outline, 'solid');
  });
  await page.context().close();
}

async function preview(page, home, shots) {
  await ask(page, QUESTION);
  await check('shows a passage with its surroundings', async () => {
    await page.locator('.hits .title').first().click();
    await page.waitForFunction(() => document.querySelectorAll('#preview .passage').length > 1);
    assert.ok((await page.locator('#preview .hit mark').count()) > 0);
    assert.equal(await page.locator('#preview .hit').count(), 1);
  });
  await axe(page, 'preview');
  await page.screenshot({ path: `${shots}/page-light.png` });
  await check('opens in the chosen editor, and in none that is not known', async () => {
    const link = page.locator('#preview a.open');
    const where = `${home}/docs/`;
    assert.ok((await link.getAttribute('href')).startsWith(`vscode://file${where}`));
    await page.selectOption('#editor', 'idea');
    const first = page.locator('.hits a.open').first();
    assert.match(await first.getAttribute('href'), /^idea:\/\/open\?file=\/.*\.md&line=\d+$/);
    assert.equal(await first.textContent(), 'Open in IntelliJ IDEA');
    await page.selectOption('#editor', 'file');
    assert.ok((await first.getAttribute('href')).startsWith(`file://${where}`));
    await page.evaluate(() => localStorage.setItem('editor', 'javascript'));
    await page.reload();
    await answered(page);
    assert.ok((await first.getAttribute('href')).startsWith('vscode://file/'));
    assert.equal(await page.inputValue('#editor'), 'vscode');
  });
}

async function schemes(page, shots) {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await check('follows the system’s colours, or those chosen', async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await ground();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.selectOption('#theme', 'light');
    assert.equal(await ground(), light);
    await page.selectOption('#theme', 'dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.reload();
    assert.equal(await ground(), dark);
    await answered(page);
    await page.locator('.hits .title').nth(1).click();
    await page.waitForFunction(() => document.querySelectorAll('#preview .passage').length > 1);
    await page.screenshot({ path: `${shots}/page-dark.png` });
    await page.selectOption('#theme', '');
    assert.equal(await ground(), light);
  });
}

async function narrow(page, shots) {
  await page.setViewportSize(NARROW);
  await page.goto(new URL(`/?question=${encodeURIComponent(QUESTION)}`, page.url()).href);
  await answered(page);
  await fits(page, 'results');
  await axe(page, 'narrow results');
  await page.screenshot({ path: `${shots}/page-narrow.png` });
  await page.click('#filters summary');
  await fits(page, 'filters');
  await check('brings the preview into view', async () => {
    await page.locator('.hits .title').first().click();
    await page.waitForFunction(() => document.querySelectorAll('#preview .passage').length > 1);
    const box = await page.locator('#preview').boundingBox();
    assert.ok(box.y >= -1 && box.y < NARROW.height, `at ${box.y}`);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'preview');
  });
  await fits(page, 'preview');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await fits(page, 'help');
  await page.setViewportSize(WIDE);
}

export async function search(url, home, shots) {
  const page = await open(url);
  await firstSearch(page);
  await stream(page);
  await filters(page, home);
  await address(page);
  await preview(page, home, shots);
  await schemes(page, shots);
  await narrow(page, shots);
  await page.context().close();
  await keyboard(url);
  await openInEditor(url, home);
}
