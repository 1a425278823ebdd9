/**
 * The contract every backend meets: a {@link dev.ragged.VectorStore} holds named {@link
 * dev.ragged.VectorCollection}s of {@link dev.ragged.Passage}s and finds those nearest to a
 * question.
 *
 * <p>Depends on nothing but the JDK and slf4j. Backends, embedding models and the command line
 * depend on this package, never the other way round.
 */
package dev.ragged;
