// The question and its filters: asked while the user types, each question in place of the one before.
import { announce } from './announce.js';
import { events } from './api.js';
import { byId } from './dom.js';
import { counted } from './format.js';
import { hidePreview } from './preview.js';
import { renewLinks, showHits } from './results.js';
import { FIELDS, read, write } from './state.js';

const PAUSE_MILLIS = 150;
const HITS = 20;
const FILTERS = ['in', 'types', 'since', 'before', 'from'];

let collections = null; // until they are known
let timer = null;
let asked = null;
let askedBody = null; // what is answered, or will be
let unwritten = false; // whether a new entry of the history waits for the collections
let settled = true; // whether the next change of the question is a new entry of the history

const values = () => ({
  view: 'search',
  ...Object.fromEntries(FIELDS.map((field) => [field, byId(field).value.trim()])),
});

/** What is to be searched: the chosen collection, or all. */
function chosen() {
  const one = byId('collection').value;
  return one ? [one] : (collections ?? []).map((collection) => collection.name);
}

function body(state, names) {
  const question = { collections: names, question: state.question, k: HITS, display: true };
  if (state.mode) {
    question.mode = state.mode;
  }
  if (state.in) {
    question.in = [state.in];
  }
  if (state.types) {
    question.types = state.types.split(/[\s,]+/).filter(Boolean);
  }
  for (const field of ['since', 'before', 'from']) {
    if (state[field]) {
      question[field] = state[field];
    }
  }
  return question;
}

function say(text, isProblem = false) {
  const status = byId('status');
  status.textContent = text;
  status.classList.toggle('problem', isProblem);
}

function empty(text) {
  byId('empty').textContent = text;
  byId('empty').hidden = !text;
}

function countFilters(state) {
  const count = FILTERS.filter((field) => state[field]).length;
  byId('filter-count').textContent = count ? ` (${count})` : '';
  byId('clear-filters').disabled = count === 0;
}

function show(answer, isLast, names) {
  const { hits } = answer;
  showHits(hits, names.length > 1);
  const close = hits.filter((hit) => hit.close).length;
  const found = close ? counted(close, 'passage') : hits.length ? 'Nothing close' : 'Nothing found';
  const far = hits.length - close;
  const text = found + (far ? `, ${far} less likely` : '');
  empty('');
  if (!isLast) {
    say(`${text}; scores are being made exact`);
    return;
  }
  say(text);
  announce(text);
  if (hits.length === 0) {
    const filtered = FILTERS.some((field) => byId(field).value);
    empty(filtered ? 'Nothing was found; clear a filter, or use other words.' : 'Nothing was found; use other words.');
  }
}

function showEmpty(names) {
  showHits([], false);
  say('');
  empty(
    names.length === 0
      ? 'Nothing has been added yet; add a folder under Collections.'
      : 'Type a question; passages that answer it appear as you type.',
  );
  byId('results').setAttribute('aria-busy', 'false');
}

async function ask(state, names) {
  const mine = new AbortController();
  asked = mine;
  if (!state.question || names.length === 0) {
    showEmpty(names);
    return;
  }
  try {
    const isLast = ({ name }) => name !== 'hits';
    const stream = events('/api/v1/search', isLast, { method: 'POST', body: body(state, names), signal: mine.signal });
    for await (const { name, data } of stream) {
      if (mine.signal.aborted) {
        return;
      }
      if (name === 'problem') {
        throw new Error(data.detail);
      }
      show(data, name === 'answer', names);
    }
  } catch (e) {
    if (!mine.signal.aborted) {
      askedBody = null;
      showHits([], false);
      empty('');
      say(e.message, true);
      announce(e.message);
    }
  } finally {
    if (!mine.signal.aborted) {
      byId('results').setAttribute('aria-busy', 'false');
    }
  }
}

/** Asks what the form says now, unless that is what was asked last. */
function changed(delay, isNew) {
  if (collections === null) {
    unwritten ||= isNew;
    return; // asked by renew() when they are known
  }
  const state = values();
  const names = chosen();
  countFilters(state);
  write(state, isNew || unwritten);
  unwritten = false;
  const key = JSON.stringify(body(state, names));
  if (key === askedBody) {
    return;
  }
  askedBody = key;
  clearTimeout(timer);
  asked?.abort();
  hidePreview();
  if (state.question && names.length > 0) {
    say('Searching…');
    empty('');
    byId('results').setAttribute('aria-busy', 'true');
  }
  timer = setTimeout(() => ask(state, names), delay);
}

/** The question is what the user wanted: back leads to it. */
export function settle() {
  settled = true;
}

/** Takes the question from the address, and asks it. */
export function restore() {
  const state = read();
  for (const field of FIELDS) {
    byId(field).value = state[field];
  }
  if (byId('collection').value !== state.collection) {
    byId('collection').value = ''; // it is gone
  }
  byId('filters').open ||= FILTERS.some((field) => state[field]);
  settle();
  renew();
}

/** Asks again, since collections may have changed. */
export function renew() {
  askedBody = null;
  changed(0, false);
}

/** Which collections there are; those that are searched may be among them. */
export function setCollections(list) {
  collections = list;
  const select = byId('collection');
  const before = select.value || read().collection;
  select.replaceChildren(new Option('all', ''), ...list.map(({ name }) => new Option(name, name)));
  select.value = list.some(({ name }) => name === before) ? before : '';
}

export function setUpSearch() {
  byId('search').addEventListener('submit', (event) => {
    event.preventDefault();
    settle();
    changed(0, false);
  });
  byId('question').addEventListener('input', () => {
    changed(PAUSE_MILLIS, settled);
    settled = false;
  });
  byId('question').addEventListener('change', settle);
  for (const field of FIELDS.filter((one) => one !== 'question')) {
    byId(field).addEventListener('change', () => changed(0, true));
  }
  byId('clear-filters').addEventListener('click', () => {
    FILTERS.forEach((field) => (byId(field).value = ''));
    changed(0, true);
    byId('question').focus();
  });
}

export const renewEditorLinks = () => renewLinks(chosen().length > 1);
