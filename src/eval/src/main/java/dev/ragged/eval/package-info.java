/** Measures what the project promises: recall against exact search, bytes, cost. */
package dev.ragged.eval;
