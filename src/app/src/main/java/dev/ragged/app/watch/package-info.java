/**
 * Keeps collections in step with their sources while a process runs. {@link
 * dev.ragged.app.watch.Watch} is where to begin.
 */
package dev.ragged.app.watch;
