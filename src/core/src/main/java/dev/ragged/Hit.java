package dev.ragged;

import org.jspecify.annotations.Nullable;

/**
 * A passage that a search found.
 *
 * @param score higher is nearer, on the scale of the {@link SearchMode} and {@link Metric}
 * @param text null if the passage has none
 */
public record Hit(String id, double score, @Nullable String text, Metadata metadata) {}
