/** Measures what the project promises: recall against exact search, bytes on disk and cost. */
package dev.ragged.eval;
