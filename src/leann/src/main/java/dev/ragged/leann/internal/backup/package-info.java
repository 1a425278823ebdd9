/** One commit of a collection as files, for backups. */
package dev.ragged.leann.internal.backup;
