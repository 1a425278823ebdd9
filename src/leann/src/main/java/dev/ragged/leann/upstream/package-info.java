/**
 * Indexes of the Python package LEANN, read in place and written: graph, passages and description.
 * Nothing in them is trusted: no code in them is run, and every offset is checked.
 */
package dev.ragged.leann.upstream;
