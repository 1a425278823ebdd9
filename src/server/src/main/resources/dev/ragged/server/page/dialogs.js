// Questions to the user. Each resolves when its dialog closes.
import { byId } from './dom.js';

for (const cancel of document.querySelectorAll('dialog button[value=cancel]')) {
  cancel.addEventListener('click', () => cancel.closest('dialog').close());
}
for (const form of document.querySelectorAll('dialog form')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    form.closest('dialog').close('yes');
  });
}

function answerOf(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = '';
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    dialog.showModal();
  });
}

/** Whether the user agrees to a removal. */
export function confirmed(text) {
  byId('confirm-text').textContent = text;
  return answerOf(byId('confirm-dialog'));
}

let asking = null;

/** The token that the user types; null if they do not. Who asks meanwhile gets the same answer. */
export function askForToken(wasWrong) {
  asking ??= (async () => {
    const input = byId('token');
    input.value = '';
    byId('token-wrong').hidden = !wasWrong;
    const given = await answerOf(byId('token-dialog'));
    asking = null;
    return given ? input.value.trim() : null;
  })();
  return asking;
}

export const showHelp = () => byId('help').showModal();
