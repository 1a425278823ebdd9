// Links that open a file in an editor. Only these schemes are ever linked to.
import { byId, el } from './dom.js';

const KEY = 'editor';

const EDITORS = {
  vscode: { name: 'VS Code', link: (path, line) => `vscode://file${path}${line ? `:${line}` : ''}` },
  cursor: { name: 'Cursor', link: (path, line) => `cursor://file${path}${line ? `:${line}` : ''}` },
  zed: { name: 'Zed', link: (path, line) => `zed://file${path}${line ? `:${line}` : ''}` },
  idea: {
    name: 'IntelliJ IDEA',
    link: (path, line) => `idea://open?file=${path}${line ? `&line=${line}` : ''}`,
  },
  file: { name: 'file link', link: (path) => `file://${path}` },
};

function chosen() {
  const stored = localStorage.getItem(KEY);
  return Object.hasOwn(EDITORS, stored) ? stored : 'vscode';
}

/** Where the editor opens a passage; null if it comes from no file. */
export function editorLink(place) {
  if (!place.path) {
    return null;
  }
  const path = place.path.split('/').map(encodeURIComponent).join('/');
  // The lines of a document in a file are not those of the file.
  const line = place.member ? null : place.line;
  return EDITORS[chosen()].link(path.startsWith('/') ? path : `/${path}`, line);
}

export const editorName = () => EDITORS[chosen()].name;

/** Fills the setting; calls back when it changes. */
export function setUpEditor(changed) {
  const select = byId('editor');
  for (const [key, { name }] of Object.entries(EDITORS)) {
    select.append(el('option', { value: key }, name));
  }
  select.value = chosen();
  select.addEventListener('change', () => {
    localStorage.setItem(KEY, select.value);
    changed();
  });
}
