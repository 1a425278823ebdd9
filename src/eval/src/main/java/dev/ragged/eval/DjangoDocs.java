package dev.ragged.eval;

import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Django's documentation from its source distribution: 640 files of real prose that anyone with
 * Python can fetch, byte for byte the same.
 */
public final class DjangoDocs {
  private static final String VERSION = "5.2.8";
  private static final String SHA256 =
      "23254866a5bb9a2cfa6004e8b809ec6246eba4b58a7589bc2772f1bcc8456c7f";
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private DjangoDocs() {}

  /** A display name. */
  public static String title() {
    return "documentation of Django " + VERSION;
  }

  /**
   * Fetches the documents unless they are there already.
   *
   * @param work the folder to keep them in
   * @param env environment variables, to find Python
   * @return the folder of the documents
   * @throws dev.ragged.RaggedException if Python is missing or its package index does not answer
   */
  public static Path fetch(Path work, Map<String, String> env) {
    Path documents = work.resolve("django-" + VERSION + "-docs");
    if (Files.isDirectory(documents)) {
      return documents;
    }
    String what = "Could not fetch the " + title();
    Path python = Program.python(env);
    Path log = work.resolve("django.log");
    Path download = work.resolve("django-download");
    try {
      DataFolders.create(download);
      Path requirements = download.resolve("requirements.txt");
      Files.writeString(requirements, "django==" + VERSION + " --hash=sha256:" + SHA256 + "\n");
      Program.run(
          List.of(
              python.toString(),
              "-m",
              "pip",
              "download",
              "--quiet",
              "--disable-pip-version-check",
              "--no-deps",
              // For Django alone: its build tools may be wheels.
              "--no-binary",
              "django",
              "--require-hashes",
              "--requirement",
              requirements.toString(),
              "--dest",
              download.toString()),
          log,
          TIMEOUT,
          what);
      Path script = download.resolve("unpack_docs.py");
      try (InputStream in = DjangoDocs.class.getResourceAsStream("unpack_docs.py")) {
        Files.write(script, in.readAllBytes());
      }
      Program.run(
          List.of(
              python.toString(),
              script.toString(),
              download.resolve("django-" + VERSION + ".tar.gz").toString(),
              documents.toString()),
          log,
          TIMEOUT,
          what);
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
