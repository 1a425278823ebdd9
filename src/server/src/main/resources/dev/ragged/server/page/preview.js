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

/** The text without what repeats the end of the passage before it. */
function withoutOverlap(record, previous) {
  const overlap = record.metadata.overlap_bytes;
  if (!overlap || !previous) {
    return record.text;
  }
  const bytes = new TextEncoder().encode(record.text);
  return new TextDecoder().decode(bytes.slice(overlap));
}

function passage(record, previous, hit) {
  const isHit = record.id === hit.id;
  const text = record.text ?? '';
  const shownText = isHit
    ? marked(text, hit.text === text ? hit.text_marks : [])
    : withoutOverlap({ ...record, text }, previous);
  const where = inside(placeOf(record.metadata));
  return el(
    'div',
    { className: isHit ? 'passage hit' : 'passage' },
    where && el('h3', {}, where),
    el('pre', {}, shownText),
  );
}

function head(hit) {
  const link = editorLink(hit.place);
  const where = [hit.metadata.author, hit.metadata.date].filter(Boolean).join(', ');
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
  return [
    el('h2', { id: 'preview-title' }, hit.title || hit.id),
    el('p', { className: 'path' }, file(hit.place) || hit.id),
    where && el('p', {}, where),
    hit.metadata.modified && el('p', {}, `changed ${time(hit.metadata.modified)}`),
    el(
      'p',
      { className: 'buttons' },
      link && el('a', { href: link, className: 'open' }, `Open in ${editorName()}`),
      copy,
      close,
    ),
  ];
}

/** Shows the surroundings of a hit; the passage itself is there at once. */
export async function showPreview(hit) {
  asked?.abort();
  asked = new AbortController();
  shown = hit;
  markCurrent(hit);
  const preview = byId('preview');
  const isSame = () => shown === hit;
  const own = { id: hit.id, text: hit.text, metadata: hit.metadata };
  preview.replaceChildren(...head(hit).filter(Boolean), passage(own, null, hit));
  preview.hidden = false;
  document.body.classList.add('previewing');
  try {
    const path = `/api/v1/collections/${encodeURIComponent(hit.collection)}/records`;
    const query = new URLSearchParams({ name: hit.id, context: CONTEXT });
    const { records } = await get(`${path}?${query}`, asked.signal);
    if (isSame() && records.length > 1) {
      const passages = records.map((record, i) => passage(record, records[i - 1], hit));
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
  document.body.classList.remove('previewing');
}
