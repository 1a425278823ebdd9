package dev.ragged.ingest;

import java.util.List;

/** Reads files of one kind, which {@link Readers} lists. */
interface DocumentReader {
  /**
   * The documents of a file; texts may be blank.
   *
   * @throws UnusableFileException if it has none, in words for people
   * @throws Exception if it is not what its kind says; {@link OfficeText#unusable} finds the words
   */
  List<Document> read(Input input) throws Exception;
}
