package dev.ragged.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a backend on this machine.
 *
 * @param key the key in JSON
 * @param label the name for people
 * @param available whether it can be used
 * @param description one sentence: what was found, or what is missing and how to get it
 * @param facts fields for JSON, in order: strings, numbers, booleans or null; {@code available} and
 *     {@code description} among them
 */
public record Diagnosis(
    String key,
    String label,
    boolean available,
    String description,
    Map<String, @Nullable Object> facts) {}
