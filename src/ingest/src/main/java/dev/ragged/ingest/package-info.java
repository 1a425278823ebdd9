/**
 * From files to passages. {@link dev.ragged.ingest.Ingester} walks folders, extracts text, cuts it
 * into passages of a limited number of tokens and keeps a collection up to date with the files.
 *
 * <p>Files that cannot be read are reported and skipped; a file is indexed as a whole or not at
 * all. Nothing here opens a network connection.
 */
package dev.ragged.ingest;
