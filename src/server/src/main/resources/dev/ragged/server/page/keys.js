// The keyboard. Letters are left alone where text is typed, and can be switched off: who speaks to the computer would
// press them by accident.
import { showHelp } from './dialogs.js';
import { byId } from './dom.js';
import { editorLink } from './editor.js';
import { previewed } from './preview.js';
import { focusedHit, moveFocus } from './results.js';

const KEY = 'letters';

const isTyping = (element) => element.matches('input, select, textarea');

function open() {
  const hit = focusedHit() ?? previewed();
  const link = hit && editorLink(hit.place);
  if (link) {
    location.assign(link);
  }
  return Boolean(link);
}

/**
 * @param actions search: goes to the question; dismiss: hides the preview; moved: told of a hit that got the focus
 *     while another is shown
 */
export function setUpKeys({ search, dismiss, moved }) {
  const move = (step) => {
    const done = moveFocus(step);
    if (done && previewed() && focusedHit()) {
      moved(focusedHit());
    }
    return done;
  };
  const back = (target) => {
    if (previewed()) {
      dismiss();
    } else if (target !== byId('question')) {
      search();
    } else {
      return false;
    }
    return true;
  };
  const letters = {
    '/': () => (search(), true),
    '?': () => (showHelp(), true),
    o: open,
    j: () => move(1),
    k: () => move(-1),
  };
  const arrows = { ArrowDown: () => move(1), ArrowUp: () => move(-1) };

  function action({ target, key }) {
    const isQuestion = target === byId('question');
    const inSearch = !byId('search-view').hidden;
    if (key === 'Escape' && inSearch) {
      return () => back(target);
    }
    if (isTyping(target)) {
      return isQuestion && key === 'ArrowDown' ? arrows[key] : undefined;
    }
    if (key.startsWith('Arrow')) {
      // In the preview they scroll.
      return inSearch && !target.closest('#preview') ? arrows[key] : undefined;
    }
    return byId('letters').checked && Object.hasOwn(letters, key) ? letters[key] : undefined;
  }

  document.addEventListener('keydown', (event) => {
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
    if (isShortcut || event.defaultPrevented || document.querySelector('dialog[open]')) {
      return;
    }
    if (action(event)?.()) {
      event.preventDefault();
    }
  });

  byId('letters').checked = localStorage.getItem(KEY) !== 'off';
  byId('letters').addEventListener('change', () => {
    localStorage.setItem(KEY, byId('letters').checked ? 'on' : 'off');
  });
}
