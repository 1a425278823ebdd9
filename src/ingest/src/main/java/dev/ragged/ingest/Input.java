package dev.ragged.ingest;

import org.apache.tika.mime.MediaType;

/**
 * A file to read, or a file in a file.
 *
 * @param name its name without folders
 * @param type as {@link FileKind#type} detects it
 * @param budget of the outermost file
 */
record Input(byte[] bytes, String name, MediaType type, Budget budget) {
  /** A whole file. */
  Input(byte[] bytes, String name, MediaType type, int maxText) {
    this(bytes, name, type, new Budget(maxText));
  }
}
