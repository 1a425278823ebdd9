package dev.ragged.eval;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The documentation of Django out of its source distribution: real prose of 640 files that anybody
 * with Python gets, the same bytes for all.
 */
public final class DjangoDocs {
  private static final String VERSION = "5.2.8";
  private static final String SHA256 =
      "23254866a5bb9a2cfa6004e8b809ec6246eba4b58a7589bc2772f1bcc8456c7f";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private DjangoDocs() {}

  /** For people. */
  public static String title() {
    return "documentation of Django " + VERSION;
  }

  /**
   * Fetches what is not there yet.
   *
   * @param work keeps it
   * @param env where to look for Python
   * @return the folder with the documents
   * @throws dev.ragged.RaggedException if there is no Python, or its index does not answer
   */
  public static Path fetch(Path work, Map<String, String> env) {
    Path documents = work.resolve("django-" + VERSION + "-docs");
    if (Files.isDirectory(documents)) {
      return documents;
    }
    String what = "The " + title() + " cannot be fetched";
    Path python = Program.python(env);
    Path log = work.resolve("django.log");
    Path download = work.resolve("django-download");
    try {
      Files.createDirectories(download);
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
              // Not for all packages: what builds it may come built.
              "--no-binary",
              "django",
              "--require-hashes",
              "--requirement",
              requirements.toString(),
              "--dest",
              download.toString()),
          log,
          LIMIT,
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
          LIMIT,
          what);
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
