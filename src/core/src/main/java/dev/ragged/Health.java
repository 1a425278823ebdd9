package dev.ragged;

/**
 * Whether a backend can be used.
 *
 * @param detail one sentence: what was found, or what is wrong and what to do
 */
public record Health(boolean ok, String detail) {}
