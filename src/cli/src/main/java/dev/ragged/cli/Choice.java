package dev.ragged.cli;

/**
 * Which backend serves a collection.
 *
 * @param backend never {@link Backend#AUTO}
 * @param why for people, to follow "since"
 */
record Choice(Backend backend, String why) {}
