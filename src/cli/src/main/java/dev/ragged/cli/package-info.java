/**
 * The command line: {@code command} parses and prints, {@code terminal} talks to a person. What the
 * commands do is in {@code dev.ragged.app}.
 */
package dev.ragged.cli;
