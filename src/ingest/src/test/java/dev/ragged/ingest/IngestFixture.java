package dev.ragged.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Files in a folder, and a collection in memory to add them to. */
abstract class IngestFixture {
  static final IngestOptions OPTIONS = new IngestOptions(16, 4, 100_000, 10);

  @TempDir Path temporary;
  Path folder;
  final MemoryCollection collection = new MemoryCollection();

  @BeforeEach
  void realPath() throws IOException {
    folder = temporary.toRealPath();
  }

  Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  IngestReport add(Path... paths) {
    return ingester(OPTIONS, IngestListener.NONE).add(List.of(paths));
  }

  Ingester ingester(IngestOptions options, IngestListener listener) {
    return new Ingester(collection, new WordTokenizer(), 510, options, listener);
  }
}
