// Elements, made without HTML: what comes from a document is only ever text.

export const byId = (id) => document.getElementById(id);

/**
 * An element. Properties are set as such, those that are null left out; children are elements and texts.
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) {
      continue;
    }
    if (name.includes('-') || name === 'role') {
      element.setAttribute(name, value);
    } else if (name === 'data') {
      Object.assign(element.dataset, value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** An element of a drawing. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** A text with marks, which are pairs of offsets in UTF-16 units, as strings have them here. */
export function marked(text, marks) {
  const parts = document.createDocumentFragment();
  let end = 0;
  for (const [from, to] of marks ?? []) {
    parts.append(text.slice(end, from), el('mark', {}, text.slice(from, to)));
    end = to;
  }
  parts.append(text.slice(end));
  return parts;
}
