// Collections: folders added with progress, stopped, removed; hostile files; sizes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { ask, assert, axe, check, fits, NARROW, open, WIDE } from './harness.mjs';

const HOSTILE = '<img src=x onerror="window.hacked=1">.md';
const HOSTILE_TEXT =
  'The parrot says <script>window.hacked=1</script> and <b onmouseover="hacked=1">louder</b> & &lt;quieter&gt;' +
  ' and \u2028event: problem\u2028data: {"detail":"hacked"}\u2028 before it sleeps.';

const WORDS = 'river lantern orchard violin glacier harbour walnut meadow copper thunder'.split(' ');

/** Notes that are not like each other, each a passage. */
function writeNotes(folder, count) {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < count; i++) {
    const [a, b, c] = [WORDS[i % 10], WORDS[Math.floor(i / 10) % 10], WORDS[(3 * i + 1) % 10]];
    writeFileSync(`${folder}/note-${i}.md`, `Note ${i}: a ${a} beside the ${b}, ${i * 13} steps from any ${c}.\n`);
  }
}

async function add(page, path, collection) {
  await page.fill('#add-path', path);
  await page.fill('#add-collection', collection);
  await page.click('#add button');
}

/** Notes every text of the first job's progress. */
function watchProgress() {
  window.progress = [];
  new MutationObserver(() => {
    const text = document.querySelector('.job .progress-text')?.textContent;
    if (text && window.progress.at(-1) !== text) {
      window.progress.push(text);
    }
  }).observe(document.getElementById('jobs'), { subtree: true, childList: true, characterData: true });
}

async function adding(page, home, token) {
  writeNotes(`${home}/notes`, 30);
  writeFileSync(`${home}/notes/${HOSTILE}`, `# <i>Parrots</i>\n\n${HOSTILE_TEXT}\n`);
  writeFileSync(`${home}/notes/broken.pdf`, '%PDF-1.4\n1 0 obj<<\n');
  await axe(page, 'collections');
  await check('asks for the token before the first change, and again if it is wrong', async () => {
    await add(page, `${home}/notes`, 'notes');
    await page.waitForSelector('#token-dialog[open]');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'token');
  });
  await axe(page, 'token dialog');
  await check('goes on once the token is right', async () => {
    await page.fill('#token', 'this-is-not-the-token');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#token-wrong:not([hidden])');
    await page.evaluate(watchProgress);
    await page.fill('#token', token);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.job');
  });
  await axe(page, 'adding');
  await check('shows progress while it adds, and what came of it', async () => {
    await page.waitForSelector('.job[data-state=done]');
    const progress = await page.evaluate(() => window.progress);
    const embedded = progress.map((text) => /^\d+ of 32 files, .* of .* kB, (\d+) passages?$/.exec(text)?.[1]);
    assert.ok(new Set(embedded.filter(Boolean)).size >= 3, progress.join(' | '));
    assert.match(progress.at(-1), /^Done: 31 files read, 31 passages/);
    await page.click('.job summary');
    assert.match(await page.textContent('.job ul'), /broken\.pdf/);
    await page.waitForFunction(() => document.getElementById('announcer').textContent.startsWith('Done: 31 files'));
  });
  await check('lists the folder at once', async () => {
    const group = page.getByRole('region', { name: 'notes', exact: true });
    await group.waitFor();
    const text = await group.textContent();
    assert.ok(text.includes(`${home}/notes`), text);
    assert.match(text, /31 files, 31 passages; updated /);
    assert.match(text, /1 file skipped/);
  });
  await check('says which folders may not be added', async () => {
    await add(page, '/proc', 'notes');
    await page.waitForSelector('#jobs > .problem');
    assert.match(await page.textContent('#jobs > .problem'), /\/proc/);
  });
  await axe(page, 'a folder that may not be added');
}

async function hostile(page) {
  await check('shows hostile texts as texts', async () => {
    await page.click('#to-search');
    await page.selectOption('#collection', 'notes');
    await ask(page, 'What does the parrot say before it sleeps?');
    const hit = page.locator('.hits > li').first();
    assert.equal(await hit.locator('.title').textContent(), '<i>Parrots</i>');
    assert.ok((await hit.locator('.path').textContent()).endsWith(`/notes/${HOSTILE}`.slice(1)));
    await hit.locator('.title').click();
    await page.waitForSelector('#preview .passage.hit');
    assert.ok((await page.textContent('#preview .hit pre')).includes(HOSTILE_TEXT));
    const found = await page.evaluate(() => ({
      hacked: window.hacked,
      elements: document.querySelectorAll('main img, main script, main b, main i').length,
    }));
    assert.deepEqual(found, { hacked: undefined, elements: 0 });
    const link = await page.getAttribute('#preview a.open', 'href');
    assert.ok(link.includes('%3Cimg%20src%3Dx%20onerror%3D%22window.hacked%3D1%22%3E.md'), link);
  });
  await axe(page, 'hostile texts');
}

async function sizes(page, shots) {
  await page.click('#to-collections');
  await page.waitForSelector('#stats svg');
  await check('draws bytes to scale, and says them in words and in a table', async () => {
    const stats = await page.evaluate(async () => (await fetch('/api/v1/collections/docs/stats')).json());
    const card = page.locator('.collection-size', { has: page.getByRole('heading', { name: 'docs', exact: true }) });
    const width = async (kind) => Number(await card.locator(`rect.bytes-${kind}`).getAttribute('width'));
    const embeddings = stats.records * stats.dimension * 4;
    const scale = 1000 / Math.max(stats.bytes.total, embeddings);
    for (const kind of ['text', 'lexical', 'vectors', 'ids_metadata', 'other']) {
      assert.ok(Math.abs((await width(kind)) + 1 - stats.bytes[kind] * scale) < 1.01, kind);
    }
    assert.ok(Math.abs((await width('embeddings')) - embeddings * scale) < 0.01);
    const label = await card.getByRole('img').getAttribute('aria-label');
    assert.match(label, /^docs takes [\d.]+ [kM]?B; its embeddings alone would take [\d.]+ [kM]?B\./);
    const table = await card.locator('table').textContent();
    assert.ok(table.includes(`all${(stats.bytes.total / 1000).toFixed(1)} kB`), table); // below 100 kB
  });
  await axe(page, 'sizes');
  await page.screenshot({ path: `${shots}/page-sizes.png`, clip: await sizesBox(page) });
  await page.setViewportSize(NARROW);
  await fits(page, 'collections');
  await axe(page, 'narrow collections');
  await page.setViewportSize(WIDE);
}

async function sizesBox(page) {
  await page.locator('#stats').scrollIntoViewIfNeeded();
  const { x, y, width, height } = await page.locator('section:has(> #stats)').boundingBox();
  return { x: Math.max(0, x - 8), y: Math.max(0, y - 8), width: width + 16, height: height + 16 };
}

async function stopping(page, home) {
  writeNotes(`${home}/many`, 1500);
  await check('stops what it adds, and says so', async () => {
    await add(page, `${home}/many`, 'many');
    const job = page.locator('.job', { hasText: 'Adding to many' });
    await job.locator('button', { hasText: 'Stop' }).click();
    await job.locator('text=Stopped; what was finished stays.').waitFor();
    assert.equal(await job.getAttribute('data-state'), 'cancelled');
  });
  await check('finds work that runs after it is loaded again', async () => {
    await add(page, `${home}/many`, 'more');
    await page.locator('.job', { hasText: 'Adding to more' }).waitFor();
    await page.reload();
    const job = page.locator('.job', { hasText: 'Adding to more' });
    await job.locator('button', { hasText: 'Stop' }).click();
    await job.locator('text=Stopped').waitFor();
  });
}

async function updating(page, home) {
  await check('brings a collection up to date', async () => {
    writeFileSync(`${home}/notes/new.md`, 'The tortoise moves into the greenhouse in October.\n');
    await page.getByRole('button', { name: 'Update notes' }).click();
    const job = page.locator('.job', { hasText: 'Updating notes' });
    await job.locator('text=Done').waitFor();
    await page.locator('text=32 files, 32 passages').waitFor();
  });
}

async function removing(page, home) {
  const remove = page.getByRole('button', { name: `Remove ${home}/notes` });
  await check('asks before it removes a folder', async () => {
    await remove.click();
    assert.match(await page.textContent('#confirm-text'), /with 32 passages\? The files themselves stay\.$/);
  });
  await axe(page, 'confirm dialog');
  await check('removes a folder only if told so', async () => {
    await page.click('#confirm-dialog button[value=cancel]');
    assert.ok(await remove.isVisible());
    await remove.click();
    await page.click('#confirm-dialog button.danger');
    await remove.waitFor({ state: 'detached' });
  });
}

export async function collections(url, home, token, shots) {
  const page = await open(`${url}/?view=collections`);
  await page.waitForSelector('#stats svg');
  await adding(page, home, token);
  await hostile(page);
  await sizes(page, shots);
  await stopping(page, home);
  await updating(page, home);
  await removing(page, home);
  await page.context().close();
}
