package dev.ragged.ingest;

import dev.ragged.Utf8;
import java.nio.file.Path;
import java.util.Set;

/**
 * A file to read.
 *
 * @param path its real path
 * @param modified when it was last written, as in {@link FileState#modified()}
 * @param wanted whether somebody asked for this very file, whatever is in it
 * @param content if it was given, or null if it is to be read
 */
record SourceFile(Path path, long bytes, long modified, boolean wanted, byte[] content) {
  SourceFile(Path path, long bytes, long modified, boolean wanted) {
    this(path, bytes, modified, wanted, null);
  }

  private static final Set<String> MAY_BE_SCANNED =
      Set.of("pdf", "png", "jpg", "jpeg", "tif", "tiff");

  /** The source in the metadata of its passages. Invalid Unicode in the name becomes U+FFFD. */
  String source() {
    return Utf8.wellFormed(path.toString());
  }

  /** What decides besides its content whether and how it is indexed. */
  String settings(IngestOptions options) {
    return options.settings()
        + (wanted ? "" : " " + MachineText.VERSION)
        + (MAY_BE_SCANNED.contains(FileKind.extension(path.toString()))
            ? Tesseract.settings()
            : "");
  }
}
