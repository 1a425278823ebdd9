// The token, and servers that are not there.
import { existsSync } from 'node:fs';
import { answered, assert, axe, check, open } from './harness.mjs';

export async function access(url, token, openFile, guardedUrl, guardedToken) {
  await check('is opened with its token by ‘ragged serve --open’', async () => {
    const page = await open(url);
    await page.goto(`file://${openFile}`);
    await page.waitForURL(`${url}/`);
    assert.equal(await page.evaluate(() => sessionStorage.getItem('token')), token);
    await page.context().close();
  });

  await check('takes the token from the address, and hides it', async () => {
    const page = await open(`${url}/?view=collections#token=${token}`);
    await page.waitForSelector('#stats svg');
    assert.equal(page.url(), `${url}/?view=collections`);
    const request = page.waitForRequest((one) => one.url().endsWith('/update'));
    await page.getByRole('button', { name: 'Update docs' }).click();
    assert.equal((await request).headers().authorization, `Bearer ${token}`);
    await page.locator('.job[data-state=done]').waitFor();
    assert.ok(await page.isHidden('#token-dialog'));
    await page.context().close();
  });

  await check('reads without a token on this machine, though an old one is wrong', async () => {
    const page = await open(`${url}/?question=power%20loss#token=${'x'.repeat(20)}`);
    assert.match(await answered(page), /passage/);
    assert.ok(await page.isHidden('#token-dialog'));
    await page.context().close();
  });

  const page = await open(guardedUrl);
  await check('asks for the token at once where reading needs it', async () => {
    await page.waitForSelector('#token-dialog[open]');
  });
  await axe(page, 'a server that needs the token');
  await check('reads once it has the token, and leads to the first folder', async () => {
    await page.fill('#token', guardedToken);
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Nothing has been added yet; add a folder under Collections.');
    assert.equal(await page.evaluate(() => sessionStorage.getItem('token')), guardedToken);
    assert.equal(await page.evaluate(() => JSON.stringify(localStorage).includes('token')), false);
  });
  await axe(page, 'nothing added yet');
  await page.context().close();
}

export async function gone(url, openFile, stop) {
  const page = await open(`${url}/?question=power%20loss`);
  await answered(page);
  stop();
  await check('says that the server does not answer', async () => {
    await page.fill('#question', 'anything else');
    await page.waitForSelector('#status.problem');
    assert.match(await page.textContent('#status'), /does not answer; start it with ‘ragged serve’/);
  });
  await check('leaves no token behind', () => assert.ok(!existsSync(openFile)));
  await axe(page, 'no server');
  await page.context().close();
}
