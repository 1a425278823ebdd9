package dev.ragged.app;

/**
 * Which backend serves a collection.
 *
 * @param backend its id
 * @param why for people, to follow "since"
 */
public record BackendChoice(String backend, String why) {}
