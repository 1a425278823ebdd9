/**
 * Indexes that the Python package LEANN built, read where they lie: its graph, its passages and
 * what it says of itself. Nothing in them is trusted: no byte is run, and every offset is checked.
 */
package dev.ragged.leann.upstream;
