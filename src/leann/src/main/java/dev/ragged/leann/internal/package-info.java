/**
 * How LEANN collections are stored, written and searched. Nothing in this package or those below it
 * may be relied on: any of it can change or vanish in any release. Use {@link
 * dev.ragged.leann.LeannVectorStore} instead.
 */
package dev.ragged.leann.internal;
