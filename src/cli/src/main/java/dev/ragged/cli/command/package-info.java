/** The commands, a class each; {@code CommandLines} puts them together. */
package dev.ragged.cli.command;
