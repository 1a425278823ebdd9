package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ragged export}. */
@Command(
    name = "export",
    description = "Print a collection, one JSON document a line; 'ragged add FILE.jsonl' reads it.")
final class ExportCommand extends Subcommand {
  private static final int PAGE = 500;

  /** Vectors are re-embedded, so a page with them takes a second or so. */
  private static final int PAGE_WITH_EMBEDDINGS = 64;

  @Mixin CollectionOption collection;

  @Option(names = "--embeddings", description = "With the vector of each passage, made anew.")
  boolean embeddings;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to a file, which appears once it is complete.")
  Path output;

  @Override
  public Integer call() throws IOException {
    if (!embeddings) {
      try (VectorStore store = ragged.stores().open(collection.name, null)) {
        export(store);
      }
    } else {
      try (Embedder embedder = ragged.stores().embedder();
          VectorStore store = ragged.stores().open(collection.name, embedder)) {
        export(store);
      }
    }
    return Main.DONE;
  }

  private void export(VectorStore store) throws IOException {
    try (VectorCollection open = store.open(collection.name)) {
      if (output == null) {
        write(open, ragged.terminal.out());
      } else {
        toFile(open, output.toAbsolutePath());
      }
    }
  }

  private void toFile(VectorCollection open, Path file) throws IOException {
    // Not Files.createTempFile: its files are private, and the finished one should be as usual.
    Path part = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      long passages;
      try (var stream = Files.newOutputStream(part)) {
        Output out = new Output(stream, () -> true);
        passages = write(open, out);
      }
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      note("Wrote " + Text.count(passages, "passage") + " to " + output + ".");
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private long write(VectorCollection open, Output out) {
    long passages = 0;
    String cursor = null;
    do {
      Page<Passage> page =
          open.get(
              Selection.all(), new PageRequest(cursor, embeddings ? PAGE_WITH_EMBEDDINGS : PAGE));
      List<float[]> vectors =
          embeddings ? open.embeddings(page.items().stream().map(Passage::id).toList()) : null;
      for (int i = 0; i < page.items().size(); i++) {
        Passage passage = page.items().get(i);
        Map<String, Object> json = GetCommand.json(passage);
        // A passage without text is nothing but its vector, so that comes along unasked.
        float[] vector = vectors != null ? vectors.get(i) : passage.vector();
        if (vector != null) {
          json.put("embedding", vector);
        }
        out.line(Json.write(json));
        passages++;
      }
      out.flush();
      cursor = page.next();
    } while (cursor != null);
    return passages;
  }
}
