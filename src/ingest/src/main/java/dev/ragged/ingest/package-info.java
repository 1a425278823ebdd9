/**
 * Files to passages. {@link dev.ragged.ingest.Ingester} walks folders, extracts text, cuts it into
 * passages of at most so many tokens and keeps a collection in step with the files.
 *
 * <p>What cannot be read is reported and skipped; a file is indexed as a whole or not at all. No
 * network connection is ever opened.
 */
package dev.ragged.ingest;
