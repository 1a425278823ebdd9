/**
 * What settings are set to: by a flag, else a {@code RAGGED_*} variable, else {@code config.yaml}
 * in the data directory, else the default. Each backend owns its settings; this package owns those
 * that every front door has.
 */
package dev.ragged.config;
