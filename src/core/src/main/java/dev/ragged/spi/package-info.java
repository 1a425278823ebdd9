/**
 * What a backend implements beside {@link dev.ragged.VectorStore} so that applications can offer it
 * by name: a {@link dev.ragged.spi.BackendProvider}, found by {@link java.util.ServiceLoader}, with
 * the settings it owns. Nothing above this package names a backend.
 */
@NullMarked
package dev.ragged.spi;

import org.jspecify.annotations.NullMarked;
