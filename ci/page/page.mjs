// The page in a real browser, on real servers; ci/page.sh starts both.
import { execFileSync } from 'node:child_process';
import { access, gone } from './access.mjs';
import { collections } from './collections.mjs';
import { finish, launch } from './harness.mjs';
import { search } from './search.mjs';

const { PAGE_HOME: home, PAGE_SHOTS: shots, PAGE_SERVER: server, PAGE_GUARDED: guarded, RAGGED: ragged } = process.env;
const main = JSON.parse(server);
const other = JSON.parse(guarded);

await launch();
await search(main.url, home, shots);
await collections(main.url, home, main.token, shots);
const openFile = `${home}/data/open.html`;
await access(main.url, main.token, openFile, other.url.replace('0.0.0.0', '127.0.0.1'), other.token);
await gone(main.url, openFile, () => execFileSync(ragged, ['stop', '--data-dir', `${home}/data`]));
await finish();
