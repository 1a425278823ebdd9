// A passage with what stands before and after it in its file.
import { get } from './api.js';
import { byId, el, marked } from './dom.js';
import { editorLink, editorName } from './editor.js';
import { file, inside, placeOf, time } from './format.js';
import { markCurrent } from './results.js';

/** Passages before and after. */
const CONTEXT = 2;

let shown = null;
let asked = null;

export const previewed = () => shown;

/** How many UTF-16 units at the start of a text repeat the end of the one before; told in UTF-8 bytes. */
function repeated({ text, metadata }) {
  const bytes = new TextEncoder().encode(text).slice(0, metadata.overlap_bytes ?? 0);
  return new TextDecoder().decode(bytes).length;
}

/** The texts as they follow each other: the hit is whole, its neighbours lack what another one has. */
function texts(records, hit) {
  const middle = records.findIndex(({ id }) => id === hit.id);
  return records.map((record, i) => {
    if (i > middle) {
      return record.text.slice(repeated(record));
    }
    const next = records[i + 1];
    const end = i < middle ? next.text.slice(0, repeated(next)).trimEnd() : '';
    const text = i < middle ? record.text.trimEnd() : record.text;
    return end && text.endsWith(end) ? text.slice(0, -end.length) : text;
  });
}

function passage(record, text, hit) {
  const isHit = record.id === hit.id;
  const where = inside(placeOf(record.metadata));
  return el(
    'div',
    { className: isHit ? 'passage hit' : 'passage' },
    where ? el('h3', {}, where) : null,
    el(
      'pre',
      { className: record.metadata.language ? 'code' : '' },
      isHit ? marked(text, hit.text === text ? hit.text_marks : []) : text,
    ),
  );
}

function head(hit) {
  const link = editorLink(hit.place);
  const said = [hit.metadata.author, hit.metadata.date].filter(Boolean).join(', ');
  const copy =
    hit.place.path && navigator.clipboard // only where the connection is secure, which this machine is
      ? el('button', { type: 'button' }, 'Copy path')
      : null;
  copy?.addEventListener('click', async () => {
    await navigator.clipboard.writeText(hit.place.path);
    copy.textContent = 'Copied';
  });
  const close = el('button', { type: 'button' }, 'Close ', el('kbd', {}, 'Esc'));
  close.addEventListener('click', () => byId('preview').dispatchEvent(new Event('dismiss')));
  return el(
    'div',
    { className: 'preview-head' },
    el('h2', { id: 'preview-title' }, hit.title || hit.id),
    el('p', { className: 'path', title: hit.place.path }, file(hit.place) || hit.id),
    said ? el('p', {}, said) : null,
    hit.metadata.modified === undefined ? null : el('p', {}, `changed ${time(hit.metadata.modified)}`),
    el(
      'p',
      { className: 'buttons' },
      link && el('a', { href: link, className: 'open' }, `Open in ${editorName()}`),
      copy,
      close,
    ),
  );
}

/** Shows the surroundings of a hit; the passage itself is there at once. */
export async function showPreview(hit) {
  asked?.abort();
  asked = new AbortController();
  shown = hit;
  markCurrent(hit);
  const preview = byId('preview');
  const isSame = () => shown === hit;
  preview.replaceChildren(head(hit), passage(hit, hit.text ?? '', hit));
  preview.hidden = false;
  try {
    const path = `/api/v1/collections/${encodeURIComponent(hit.collection)}/records`;
    const query = new URLSearchParams({ name: hit.id, context: CONTEXT });
    const { records } = await get(`${path}?${query}`, asked.signal);
    if (isSame() && records.length > 1 && records.every(({ text }) => text !== null)) {
      const all = texts(records, hit);
      const passages = records.map((record, i) => passage(record, all[i], hit));
      preview.querySelector('.passage').replaceWith(...passages);
      const middle = preview.querySelector('.hit');
      if (middle && preview.scrollHeight > preview.clientHeight) {
        preview.scrollTop = middle.offsetTop - preview.clientHeight / 4;
      }
    }
  } catch (e) {
    if (isSame() && e.name !== 'AbortError') {
      preview.append(el('p', { className: 'problem' }, e.message));
    }
  }
}

export function hidePreview() {
  asked?.abort();
  shown = null;
  markCurrent(null);
  byId('preview').hidden = true;
  byId('preview').replaceChildren();
}
