// Puts the parts together: two views, the search and the collections.
import { announce } from './announce.js';
import { get } from './api.js';
import { showHelp } from './dialogs.js';
import { byId, el } from './dom.js';
import { setUpEditor } from './editor.js';
import { setUpKeys } from './keys.js';
import { watchRunning } from './jobs.js';
import { setSources } from './paths.js';
import { hidePreview, previewed, showPreview } from './preview.js';
import { focusHit, onChoose } from './results.js';
import { renew, renewEditorLinks, restore, setCollections, settle, setUpSearch } from './search.js';
import { setUpAdding, showSources } from './sources.js';
import { read } from './state.js';
import { showStats } from './stats.js';

let collections = null; // until they are known

function fail(e) {
  byId('status').textContent = e.message;
  byId('status').classList.add('problem');
  announce(e.message);
}

async function loadCollections() {
  const [list, { sources }] = await Promise.all([get('/api/v1/collections'), get('/api/v1/sources')]);
  collections = list.collections.filter(({ used }) => used);
  setCollections(collections);
  byId('known-collections').replaceChildren(...collections.map(({ name }) => new Option(name)));
  setSources(sources.map(({ path }) => path));
  byId('known-paths').replaceChildren(...sources.map(({ path }) => new Option(path)));
}

async function showCollections() {
  try {
    await loadCollections();
    await Promise.all([showStats(collections), showSources(showCollections)]);
    if (!byId('add-collection').value) {
      byId('add-collection').value = (await get('/api/v1/status')).collection;
    }
  } catch (e) {
    byId('stats').replaceChildren(el('p', { className: 'problem' }, e.message));
  }
}

async function showSearch() {
  restore();
  if (collections === null) {
    try {
      await loadCollections();
      renew(); // what was typed meanwhile stays
    } catch (e) {
      fail(e);
    }
  }
}

function showView() {
  const { view } = read();
  const isSearch = view === 'search';
  byId('search-view').hidden = !isSearch;
  byId('collections-view').hidden = isSearch;
  document.title = isSearch ? 'ragged' : 'Collections – ragged';
  for (const name of ['search', 'collections']) {
    const link = byId(`to-${name}`);
    if (name === view) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  if (isSearch) {
    showSearch();
  } else {
    showCollections();
  }
}

function goTo(address) {
  history.pushState(null, '', address);
  showView();
}

let searchAddress = '/'; // of the last question

function setUpViews() {
  for (const id of ['to-search', 'to-collections']) {
    byId(id).addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) {
        return; // a new tab or window
      }
      event.preventDefault();
      const { view } = read();
      if (id !== `to-${view}`) {
        if (view === 'search') {
          searchAddress = location.pathname + location.search;
        }
        goTo(id === 'to-search' ? searchAddress : byId(id).getAttribute('href'));
      }
    });
  }
  addEventListener('popstate', () => {
    hidePreview();
    showView();
  });
}

function choose(hit) {
  settle();
  showPreview(hit);
  const preview = byId('preview');
  // Below the results it would not be seen otherwise.
  if (preview.offsetTop > byId('results').offsetTop + 1) {
    preview.scrollIntoView({ block: 'start' });
    preview.focus({ preventScroll: true });
  }
}

function dismiss() {
  const hit = previewed();
  hidePreview();
  if (hit) {
    focusHit(hit);
  }
}

function search() {
  if (byId('search-view').hidden) {
    goTo(searchAddress);
  }
  byId('question').focus();
  byId('question').select();
}

function setUpTheme() {
  const select = byId('theme');
  select.value = localStorage.getItem('theme') ?? '';
  select.addEventListener('change', () => {
    localStorage.setItem('theme', select.value);
    if (select.value) {
      document.documentElement.dataset.theme = select.value;
    } else {
      delete document.documentElement.dataset.theme;
    }
  });
}

async function start() {
  setUpTheme();
  setUpEditor(() => {
    renewEditorLinks();
    if (previewed()) {
      showPreview(previewed());
    }
  });
  setUpViews();
  setUpSearch();
  setUpAdding(showCollections);
  setUpKeys({ search, dismiss, moved: showPreview });
  onChoose.call = choose;
  byId('preview').addEventListener('dismiss', dismiss);
  byId('help-button').addEventListener('click', showHelp);
  showView();
  if (!byId('search-view').hidden) {
    byId('question').focus();
  }
  try {
    await watchRunning(showCollections);
  } catch {
    return; // whoever shows the view says why
  }
}

start();
