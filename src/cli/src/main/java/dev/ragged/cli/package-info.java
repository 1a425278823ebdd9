/**
 * The command line: one class a command, and {@link dev.ragged.cli.Stores} as the only place that
 * knows which backends and models there are.
 *
 * <p>Standard output carries the answer and nothing else; everything about the way there goes to
 * standard error. Exit status 0 is done, 1 failed, 2 wrong usage.
 */
package dev.ragged.cli;
