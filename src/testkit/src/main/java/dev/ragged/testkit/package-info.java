/**
 * Tests of the contract that any {@link dev.ragged.VectorStore} runs by naming a factory and its
 * capabilities, the reference store that judges them, and what tests of stores share. For tests
 * only.
 */
package dev.ragged.testkit;
