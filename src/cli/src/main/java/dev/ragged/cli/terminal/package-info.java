/** What a person sees and types: streams, progress, signals, numbers and lines. */
package dev.ragged.cli.terminal;
