// The list of hits. A hit keeps its element while the stream corrects scores: nothing flickers, focus stays.
import { byId, el, marked } from './dom.js';
import { editorLink, editorName } from './editor.js';
import { counted, file, inside } from './format.js';

const items = new Map(); // of the hits shown, by key
const calm = matchMedia('(prefers-reduced-motion: reduce)');

export const keyOf = (hit) => JSON.stringify([hit.collection, hit.id]);

/** What happens when a hit is chosen: called with the hit. */
export const onChoose = { call: () => {} };

function item(hit) {
  const title = el('button', { type: 'button', className: 'title' });
  const parts = {
    title,
    score: el('span', { className: 'score' }),
    place: el('p', { className: 'place' }),
    snippet: el('p', { className: 'snippet' }),
    copies: el('p', { className: 'copies' }),
    link: el('a', { className: 'open' }),
  };
  const element = el('li', {}, el('h3', {}, title, parts.score), parts.place, parts.snippet, parts.copies, parts.link);
  const shown = { element, parts, hit };
  title.addEventListener('click', () => onChoose.call(shown.hit));
  element.dataset.key = keyOf(hit);
  return shown;
}

function fill({ element, parts }, hit, severalCollections) {
  element.dataset.exact = hit.exact;
  parts.title.textContent = hit.title || hit.id;
  // As wide either way, so that lines do not move.
  parts.score.replaceChildren(
    hit.exact ? '' : el('span', { title: 'estimated; the exact score follows' }, '≈'),
    el('span', { className: 'visually-hidden' }, hit.exact ? 'score ' : ' estimated score '),
    hit.score.toFixed(2),
  );
  const where = inside(hit.place);
  parts.place.replaceChildren(
    severalCollections ? el('span', { className: 'collection' }, hit.collection) : '',
    el('span', { className: 'path', title: hit.place.path }, file(hit.place) || hit.id),
    where && el('span', { className: 'inside' }, where),
  );
  parts.snippet.replaceChildren(marked(hit.snippet ?? '', hit.snippet_marks));
  const copies = hit.copies ?? [];
  parts.copies.hidden = copies.length === 0;
  parts.copies.textContent =
    copies.length === 0
      ? ''
      : `${counted(copies.length, 'copy').replace('copys', 'copies')}: ` +
        copies.map((copy) => `${file(copy.place) || copy.id} ${inside(copy.place)}`.trim()).join('; ');
  const link = editorLink(hit.place);
  parts.link.hidden = link === null;
  if (link) {
    parts.link.href = link;
    parts.link.textContent = `Open in ${editorName()}`;
  }
}

/** Slides elements from where they were to where they are. */
function moving(change) {
  if (calm.matches) {
    change();
    return;
  }
  const before = new Map();
  for (const [key, { element }] of items) {
    before.set(key, element.getBoundingClientRect().top);
  }
  change();
  for (const [key, { element }] of items) {
    const moved = (before.get(key) ?? NaN) - element.getBoundingClientRect().top;
    if (Math.abs(moved) > 1) {
      element.animate([{ transform: `translateY(${moved}px)` }, { transform: 'none' }], {
        duration: 180,
        easing: 'ease-out',
      });
    }
  }
}

/** Brings a list's children into order, and moves none that is where it belongs. */
function arrange(list, elements) {
  elements.forEach((element, i) => {
    if (list.children[i] !== element) {
      list.insertBefore(element, list.children[i] ?? null);
    }
  });
}

/** Shows these hits, the best first, in place of those before. */
export function showHits(hits, severalCollections) {
  const focused = document.activeElement;
  moving(() => {
    const keys = new Set(hits.map(keyOf));
    for (const [key, { element }] of items) {
      if (!keys.has(key)) {
        element.remove();
        items.delete(key);
      }
    }
    for (const hit of hits) {
      const key = keyOf(hit);
      const shown = items.get(key) ?? item(hit);
      items.set(key, shown);
      shown.hit = hit;
      fill(shown, hit, severalCollections);
    }
    const element = (hit) => items.get(keyOf(hit)).element;
    arrange(byId('close-hits'), hits.filter((hit) => hit.close).map(element));
    arrange(byId('far-hits'), hits.filter((hit) => !hit.close).map(element));
    byId('less-likely').hidden = hits.every((hit) => hit.close);
    byId('far-hits').hidden = byId('less-likely').hidden;
  });
  if (focused !== document.activeElement && focused.isConnected) {
    focused.focus({ preventScroll: true }); // an element that is moved loses it
  }
}

/** Marks the hit whose surroundings are shown; none for null. */
export function markCurrent(hit) {
  for (const [key, { parts, element }] of items) {
    const current = hit !== null && key === keyOf(hit);
    element.classList.toggle('current', current);
    if (current) {
      parts.title.setAttribute('aria-current', 'true');
    } else {
      parts.title.removeAttribute('aria-current');
    }
  }
}

const titles = () => [...byId('results').querySelectorAll('.title')];

/** The hit that has the focus, in its title or its link. */
export function focusedHit() {
  const element = document.activeElement?.closest('.hits li');
  return element ? items.get(element.dataset.key)?.hit : undefined;
}

/** Moves the focus so many hits down; from elsewhere, to the first; from there up, to the question. */
export function moveFocus(step) {
  const all = titles();
  const at = all.indexOf(document.activeElement?.closest('.hits li')?.querySelector('.title'));
  const next = at + step < 0 && at >= 0 ? byId('question') : all[at < 0 ? 0 : at + step];
  next?.focus();
  return next !== undefined;
}

export function focusHit(hit) {
  (items.get(keyOf(hit))?.parts.title ?? byId('question')).focus();
}

/** Writes the editor's links again. */
export function renewLinks(severalCollections) {
  for (const shown of items.values()) {
    fill(shown, shown.hit, severalCollections);
  }
}
