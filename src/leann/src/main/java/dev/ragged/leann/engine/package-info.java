/** The native engine as Java sees it: coders, codes in memory outside the heap, and the scan. */
package dev.ragged.leann.engine;
