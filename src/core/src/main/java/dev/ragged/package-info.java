/**
 * The contract that every backend fulfils: a {@link dev.ragged.VectorStore} holds named {@link
 * dev.ragged.VectorCollection}s of {@link dev.ragged.Passage}s and finds those nearest to a
 * question.
 *
 * <p>Depends on the JDK alone; the annotations from JSpecify are not needed at run time. Backends,
 * embedding models and applications depend on this package, never the other way round. Nothing here
 * is null unless it is annotated so.
 */
@NullMarked
package dev.ragged;

import org.jspecify.annotations.NullMarked;
