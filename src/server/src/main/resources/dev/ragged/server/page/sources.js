// The files and folders that collections are made of: added, brought up to date, removed.
import { announce } from './announce.js';
import { change, get } from './api.js';
import { confirmed } from './dialogs.js';
import { byId, el } from './dom.js';
import { counted, time } from './format.js';
import { skippedList, watch } from './jobs.js';

const pathOf = (collection) => `/api/v1/collections/${encodeURIComponent(collection)}`;

function problem(text) {
  const shown = el('p', { className: 'problem' }, text);
  byId('jobs').prepend(shown);
  announce(text);
  return shown;
}

/** Starts a job, and shows it. */
async function start(path, body, changed) {
  byId('jobs').querySelector('.problem:not(.job *)')?.remove();
  try {
    const job = await change('POST', path, body);
    watch(job, changed);
  } catch (e) {
    problem(e.message);
  }
}

async function remove(source, changed) {
  const what = `Remove ${source.path} from ${source.collection}, with ${counted(source.passages, 'passage')}?`;
  if (!(await confirmed(`${what} The files themselves stay.`))) {
    return;
  }
  try {
    await change('POST', `${pathOf(source.collection)}/sources/remove`, { path: source.path });
    announce(`Removed ${source.path}.`);
    changed();
  } catch (e) {
    problem(e.message);
  }
}

function card(source, changed) {
  const button = el('button', { type: 'button', 'aria-label': `Remove ${source.path}` }, 'Remove');
  button.addEventListener('click', () => remove(source, changed));
  return el(
    'li',
    {},
    el('p', { className: 'path' }, source.path),
    el(
      'p',
      {},
      source.missing ? el('strong', { className: 'problem' }, 'not there now; ') : null,
      `${counted(source.files, 'file')}, ${counted(source.passages, 'passage')}; ${source.updated ? `updated ${time(source.updated)}` : 'never updated'} `,
    ),
    source.skipped_files.length ? skippedList(source.skipped_files) : null,
    button,
  );
}

function group(collection, sources, changed) {
  const update = el('button', { type: 'button', 'aria-label': `Update ${collection}` }, 'Update');
  update.addEventListener('click', () => start(`${pathOf(collection)}/update`, {}, changed));
  return el(
    'section',
    { 'aria-label': collection },
    el('h3', {}, collection, ' ', update),
    el('ul', { className: 'sources' }, ...sources.map((source) => card(source, changed))),
  );
}

/** Lists all; calls back when collections have changed. */
export async function showSources(changed) {
  const { sources } = await get('/api/v1/sources?skipped=true');
  const names = [...new Set(sources.map(({ collection }) => collection))];
  byId('sources').replaceChildren(
    ...(names.length
      ? names.map((name) =>
          group(
            name,
            sources.filter(({ collection }) => collection === name),
            changed,
          ),
        )
      : [el('p', { className: 'empty' }, 'Nothing has been added yet; type a folder above.')]),
  );
}

export function setUpAdding(changed) {
  byId('add').addEventListener('submit', (event) => {
    event.preventDefault();
    const path = byId('add-path').value.trim();
    const collection = byId('add-collection').value.trim();
    start(`${pathOf(collection)}/add`, { paths: [path] }, changed);
  });
}
