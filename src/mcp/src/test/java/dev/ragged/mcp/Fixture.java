package dev.ragged.mcp;

import dev.ragged.app.AddFiles;
import dev.ragged.app.AllowedPaths;
import dev.ragged.app.Cancellation;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.PassageSize;
import dev.ragged.app.StoreRouter;
import dev.ragged.config.Settings;
import dev.ragged.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tools over a data directory, and a folder of documents that may be added. */
final class Fixture implements AutoCloseable {
  final Path documents;
  final McpTools tools;
  final StoreRouter stores;
  private final OpenCollections open;

  Fixture(Path dir) throws IOException {
    documents = Files.createDirectories(dir.resolve("documents")).toRealPath();
    Settings settings = Settings.of(dir.resolve("data"), Map.of(), BackendProvider.installed());
    stores = StoreRouter.of(settings, BackendProvider.installed());
    open = new OpenCollections(stores);
    tools = new McpTools(stores, open, AllowedPaths.in(List.of(documents)));
  }

  Path write(String name, String text) throws IOException {
    Path file = documents.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** A collection {@code notes} about tea, in lines 1 to 3, and a ferry. */
  Fixture withNotes() throws IOException {
    Path tea =
        write("tea.md", "# Tea\n\nGreen tea is steeped at eighty degrees for two minutes.\n");
    Path ferry = write("trip/ferry.md", "# Ferry\n\nThe ferry to the island leaves at noon.\n");
    add("notes", tea, ferry);
    return this;
  }

  void add(String collection, Path... paths) {
    new AddFiles(stores)
        .run(
            new AddFiles.Request(collection, List.of(paths), PassageSize.DEFAULT),
            AddFiles.Listener.NONE,
            new Cancellation());
  }

  @Override
  public void close() {
    open.close();
    stores.close();
  }
}
