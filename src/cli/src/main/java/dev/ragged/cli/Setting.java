package dev.ragged.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an option that may also be set outside the command line: {@code --chunk-tokens} by the
 * variable {@code RAGGED_CHUNK_TOKENS} or the key {@code chunk_tokens} of {@code config.yaml}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Setting {}
