// What changes without a key or a click is also said, to those who cannot see it.
import { byId } from './dom.js';

const PAUSE_MILLIS = 1500;

let waiting = null;
let last = 0;

/** Says a sentence, soon; of several in a short time, the last. */
export function announce(text) {
  clearTimeout(waiting);
  const delay = Math.max(300, last + PAUSE_MILLIS - Date.now());
  waiting = setTimeout(() => {
    last = Date.now();
    byId('announcer').textContent = text;
  }, delay);
}
