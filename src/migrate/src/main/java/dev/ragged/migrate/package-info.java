/** Moves collections from one {@link dev.ragged.VectorStore} to another and verifies the result. */
package dev.ragged.migrate;
