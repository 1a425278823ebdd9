/** Internal; may change in any release. Filters as Lucene queries. */
package dev.ragged.leann.internal.filter;
