// Long work of the server: shown while it runs, with what came of it.
import { announce } from './announce.js';
import { change, events, get } from './api.js';
import { byId, el } from './dom.js';
import { bytes, counted } from './format.js';

/** Between two announcements of progress. */
const PAUSE_MILLIS = 10_000;

const NAMES = { add: 'Adding to', update: 'Updating', check: 'Checking' };

const runs = ({ state }) => state === 'queued' || state === 'running';

function progressText({ state, progress }) {
  if (state === 'queued') {
    return 'Waiting for its turn';
  }
  if (!progress.files) {
    return 'Looking for files';
  }
  const parts = [
    `${progress.files_done} of ${counted(progress.files, 'file')}`,
    `${bytes(progress.bytes_done)} of ${bytes(progress.bytes)}`,
    counted(progress.embedded, 'passage'),
  ];
  return parts.join(', ');
}

/** What adding or updating has done. */
function reportText(report) {
  const parts = (report.collections ?? [report]).map((one) => {
    const sentence = [`${counted(one.files ?? 0, 'file')} read, ${counted(one.passages ?? 0, 'passage')}`];
    if (one.unchanged) {
      sentence.push(`${one.unchanged} unchanged`);
    }
    if (one.removed) {
      sentence.push(`${one.removed} removed`);
    }
    return sentence.join(', ');
  });
  return `${parts.join('; ')}.`;
}

const skippedOf = (report) => (report.collections ?? [report]).flatMap((one) => one.skipped ?? []);

function ending(job) {
  switch (job.state) {
    case 'failed':
      return job.error;
    case 'cancelled':
      return 'Stopped; what was finished stays.';
    default:
      return job.report.files === undefined && !job.report.collections ? 'Done.' : `Done: ${reportText(job.report)}`;
  }
}

function card(job) {
  const parts = {
    title: el('h3', {}, `${NAMES[job.kind] ?? job.kind} ${job.collection}`),
    bar: el('progress', { 'aria-label': `${NAMES[job.kind] ?? job.kind} ${job.collection}` }),
    text: el('p', { className: 'progress-text' }),
    reading: el('p', { className: 'path' }),
    stop: el('button', { type: 'button' }, 'Stop'),
    skipped: el('div'),
  };
  const element = el('article', { className: 'job', data: { id: job.id } }, ...Object.values(parts));
  parts.stop.addEventListener('click', async () => {
    parts.stop.disabled = true;
    try {
      await change('DELETE', `/api/v1/jobs/${job.id}`);
    } catch (e) {
      parts.stop.disabled = false;
      parts.text.textContent = e.message;
    }
  });
  byId('jobs').prepend(element);
  return { element, parts };
}

function fill({ element, parts }, job) {
  element.dataset.state = job.state;
  const isRunning = runs(job);
  const { bytes: all, bytes_done: done, reading } = job.progress;
  if (isRunning && all) {
    parts.bar.max = all;
    parts.bar.value = done;
  }
  parts.text.textContent = isRunning ? progressText(job) : ending(job);
  parts.text.classList.toggle('problem', job.state === 'failed');
  parts.reading.textContent = isRunning && reading ? `reading ${reading}` : '';
  if (!isRunning) {
    parts.bar.remove();
    parts.stop.remove();
    parts.reading.remove();
    const skipped = job.report ? skippedOf(job.report) : [];
    if (skipped.length) {
      parts.skipped.append(skippedList(skipped));
    }
  }
}

/** Files that were not added, and why; folded. */
export function skippedList(skipped) {
  return el(
    'details',
    {},
    el('summary', {}, `${counted(skipped.length, 'file')} skipped`),
    el('ul', {}, ...skipped.map(({ path, why }) => el('li', {}, el('span', { className: 'path' }, path), ` ${why}`))),
  );
}

/** Shows a job until it ends; then tells the page that collections have changed. */
export async function watch(job, ended) {
  const shown = card(job);
  let latest = job;
  let said = Date.now();
  fill(shown, job);
  try {
    for await (const { data } of events(`/api/v1/jobs/${job.id}/events`, ({ data }) => !runs(data))) {
      latest = data;
      fill(shown, data);
      if (Date.now() - said > PAUSE_MILLIS) {
        said = Date.now();
        announce(progressText(data));
      }
    }
    announce(ending(latest));
  } catch (e) {
    shown.parts.text.textContent = e.message;
    shown.parts.text.classList.add('problem');
  }
  ended();
}

/** Shows those that run already, such as after the page was loaded again. */
export async function watchRunning(ended) {
  const { jobs } = await get('/api/v1/jobs');
  for (const job of jobs.filter(runs)) {
    watch(job, ended);
  }
}
