/**
 * What a backend implements besides {@link dev.ragged.VectorStore} so that applications can offer
 * it by name: a {@link dev.ragged.spi.BackendProvider} with its settings, found by {@link
 * java.util.ServiceLoader}. Applications name no backend.
 */
@NullMarked
package dev.ragged.spi;

import org.jspecify.annotations.NullMarked;
