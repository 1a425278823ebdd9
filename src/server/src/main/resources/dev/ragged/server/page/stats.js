// What each collection takes on disk, and what its embeddings alone would take.
import { get } from './api.js';
import { byId, el, svg } from './dom.js';
import { bytes, number } from './format.js';

const KINDS = [
  ['text', 'text'],
  ['lexical', 'words'],
  ['vectors', 'vectors'],
  ['ids_metadata', 'ids and metadata'],
  ['other', 'other'],
];
const BYTES_A_NUMBER = 4; // of an embedding, as models make them

const WIDTH = 1000;
const HEIGHT = 28;
const GAP = 8;

const embeddingsOf = (collection) => collection.records * collection.dimension * BYTES_A_NUMBER;

/** Two bars to one scale: what is on disk by kind, and what embeddings would take. */
function chart(collection) {
  const embeddings = embeddingsOf(collection);
  const all = Math.max(collection.bytes.total, embeddings, 1);
  const scale = (count) => (count / all) * WIDTH;
  const drawing = svg('svg', {
    viewBox: `0 0 ${WIDTH} ${2 * HEIGHT + GAP}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label':
      `${collection.name} takes ${bytes(collection.bytes.total)}; ` +
      `its embeddings alone would take ${bytes(embeddings)}. The table has the parts.`,
  });
  let x = 0;
  for (const [key] of KINDS) {
    const width = scale(collection.bytes[key]);
    drawing.append(svg('rect', { x, y: 0, width: Math.max(0, width - 1), height: HEIGHT, class: `bytes-${key}` }));
    x += width;
  }
  drawing.append(
    svg('rect', { x: 0, y: HEIGHT + GAP, width: scale(embeddings), height: HEIGHT, class: 'bytes-embeddings' }),
  );
  return drawing;
}

function row(key, name, count) {
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, el('span', { className: `key bytes-${key}`, 'aria-hidden': 'true' }), name),
    el('td', {}, bytes(count)),
  );
}

function table(collection) {
  return el(
    'table',
    {},
    el('caption', { className: 'visually-hidden' }, `Bytes of ${collection.name}`),
    el(
      'tbody',
      {},
      ...KINDS.map(([key, name]) => row(key, name, collection.bytes[key])),
      el('tr', { className: 'total' }, el('th', { scope: 'row' }, 'all'), el('td', {}, bytes(collection.bytes.total))),
      row('embeddings', 'embeddings would take', embeddingsOf(collection)),
    ),
  );
}

function card(collection) {
  const facts = [
    `${number(collection.records)} passages`,
    collection.raw_text_bytes === null ? null : `${bytes(collection.raw_text_bytes)} of text`,
    collection.model,
    collection.words_only ? `${number(collection.words_only)} found by words alone` : null,
  ];
  return el(
    'article',
    { className: 'collection-size' },
    el('h3', {}, collection.name),
    el('p', {}, facts.filter(Boolean).join(' · ')),
    ...(collection.bytes
      ? [chart(collection), table(collection)]
      : [el('p', {}, 'Where it is kept, sizes are not known.')]),
  );
}

/** Shows the sizes of these collections. */
export async function showStats(collections) {
  const sizes = await Promise.all(
    collections.map(({ name }) => get(`/api/v1/collections/${encodeURIComponent(name)}/stats`)),
  );
  byId('stats').replaceChildren(
    ...(sizes.length ? sizes.map(card) : [el('p', { className: 'empty' }, 'There are no collections yet.')]),
  );
}
