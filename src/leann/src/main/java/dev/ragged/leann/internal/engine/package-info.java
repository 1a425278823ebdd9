/**
 * Internal; may change in any release. The native engine behind Java types that own their memory.
 */
package dev.ragged.leann.internal.engine;
