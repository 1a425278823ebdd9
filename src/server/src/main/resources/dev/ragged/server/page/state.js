// What is asked, in the address: it can be reloaded, kept as a bookmark and gone back to.

/** Of the query, all of them texts; the empty ones are left out. */
export const FIELDS = ['question', 'collection', 'mode', 'in', 'types', 'since', 'before', 'from'];

export function read() {
  const query = new URLSearchParams(location.search);
  const state = { view: query.get('view') === 'collections' ? 'collections' : 'search' };
  for (const field of FIELDS) {
    state[field] = query.get(field) ?? '';
  }
  return state;
}

/**
 * Writes it. A question that is still being typed replaces what is there; one that the user has done something with
 * stays in the history.
 */
export function write(state, isNew) {
  const query = new URLSearchParams();
  if (state.view === 'collections') {
    query.set('view', 'collections');
  }
  for (const field of FIELDS) {
    if (state[field]) {
      query.set(field, state[field]);
    }
  }
  const address = query.size ? `/?${query}` : '/';
  if (address !== location.pathname + location.search) {
    history[isNew ? 'pushState' : 'replaceState'](null, '', address);
  }
}
