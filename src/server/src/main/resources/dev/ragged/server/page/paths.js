// Paths as people know them: from the folder that they added on.

let sources = [];

/** Tells which files and folders were added. */
export function setSources(paths) {
  sources = [...paths].sort((a, b) => b.length - a.length); // the innermost first
}

/** The path from the name of the added folder on; the whole of it if it is in none. */
export function short(path) {
  const source = sources.find((one) => path === one || path.startsWith(`${one}/`));
  return source ? path.slice(source.lastIndexOf('/') + 1) : path;
}
