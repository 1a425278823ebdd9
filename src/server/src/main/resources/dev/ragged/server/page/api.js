// The server's API. Failures are exceptions whose message is a sentence for people.
import { askForToken } from './dialogs.js';

const KEY = 'token';

// The address may have the token, as 'ragged serve --open' gives it: not to be seen, copied or kept in the history.
const given = new URLSearchParams(location.hash.slice(1)).get('token');
if (given) {
  sessionStorage.setItem(KEY, given);
  history.replaceState(history.state, '', location.pathname + location.search);
}

async function send(path, { method = 'GET', body, accept = 'application/json', signal } = {}) {
  const token = sessionStorage.getItem(KEY);
  const headers = { Accept: accept };
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  try {
    const response = await fetch(path, { method, headers, signal, body: body && JSON.stringify(body) });
    return { response, token };
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new Error('The server does not answer; start it with ‘ragged serve’.');
  }
}

/** Sends it again with another token until that is right, or the user gives up. */
async function request(path, options) {
  let wrong = false;
  for (;;) {
    const { response, token } = await send(path, options);
    if (response.ok) {
      return response;
    }
    if (response.status !== 401) {
      const problem = await response.json().catch(() => ({}));
      throw new Error(problem.detail ?? `The server answered with status ${response.status}.`);
    }
    if (token) {
      // Perhaps it is needed no more, or another call has a newer one.
      if (sessionStorage.getItem(KEY) === token) {
        sessionStorage.removeItem(KEY);
      }
      wrong = true;
      continue;
    }
    const typed = await askForToken(wrong);
    if (!typed) {
      throw new Error('This needs the server’s token, from server.json in the data directory.');
    }
    sessionStorage.setItem(KEY, typed);
  }
}

export async function get(path, signal) {
  return (await request(path, { signal })).json();
}

export async function change(method, path, body) {
  return (await request(path, { method, body })).json();
}

const cutShort = () => new Error('The server went away in the middle of its answer; try again.');

/**
 * The events of an answer, as they come: name and data. EventSource could not send the token.
 *
 * @param isLast whether an event ends the answer; one without is cut short
 */
export async function* events(path, isLast, { method, body, signal } = {}) {
  const response = await request(path, { method, body, signal, accept: 'text/event-stream' });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read().catch((e) => {
      throw signal?.aborted ? e : cutShort();
    });
    if (done) {
      throw cutShort();
    }
    const whole = (text + value).split('\n\n');
    text = whole.pop();
    for (const event of whole) {
      const lines = event.split('\n');
      const field = (name) => lines.find((line) => line.startsWith(name))?.slice(name.length);
      const data = field('data: ');
      if (data) {
        const parsed = { name: field('event: '), data: JSON.parse(data) };
        yield parsed;
        if (isLast(parsed)) {
          return;
        }
      }
    }
  }
}
