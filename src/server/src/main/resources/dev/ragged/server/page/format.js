// Numbers, times and places, as people write them.
import { short } from './paths.js';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes in decimal units: 12.3 MB. */
export function bytes(count) {
  let size = count;
  let unit = 0;
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 99.5 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}

export const number = (count) => count.toLocaleString('en');

export const counted = (count, noun) => `${number(count)} ${noun}${count === 1 ? '' : 's'}`;

/** A time of JSON in the reader's zone; what is none, as it is. */
export function time(iso) {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? String(iso)
    : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

const NUMBERED = ['page', 'slide', 'row', 'cell', 'line'];

/** Where in its file a passage is: "lines 12–40", "page 3". */
export function inside(place) {
  const parts = [];
  if (place.sheet) {
    parts.push(`sheet ${place.sheet}`);
  }
  const unit = NUMBERED.find((one) => place[one] !== undefined);
  if (unit) {
    const [first, last] = [place[unit], place[`end_${unit}`] ?? place[unit]];
    parts.push(last > first ? `${unit}s ${first}–${last}` : `${unit} ${first}`);
  }
  if (place.symbol) {
    parts.push(place.symbol);
  }
  return parts.join(', ');
}

/** The file, and the document in it if it holds several. */
export function file(place) {
  return place.path ? short(place.path) + (place.member ? `!${place.member}` : '') : '';
}

/** Where the passage with this metadata is; as the server says of hits. */
export function placeOf(metadata) {
  return {
    path: metadata.source,
    member: metadata.member,
    sheet: metadata.sheet,
    page: metadata.page,
    slide: metadata.slide,
    row: metadata.start_row,
    end_row: metadata.end_row,
    cell: metadata.start_cell,
    end_cell: metadata.end_cell,
    line: metadata.start_line,
    end_line: metadata.end_line,
  };
}
