package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import dev.ragged.app.sources.Patience;
import dev.ragged.app.sources.Registries;
import dev.ragged.app.sources.Registry;
import dev.ragged.config.Settings;
import dev.ragged.spi.BackendProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adding is stopped in the middle of a batch. */
class StoppedAddTest {
  private static final int FILES = 60;

  @TempDir Path dir;

  private Path notes;
  private Path data;

  @BeforeEach
  void write_notes() throws Exception {
    data = dir.resolve("data");
    notes = Files.createDirectory(dir.toRealPath().resolve("notes"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(
          notes.resolve("n" + i + ".md"), "Item " + i + " is kept in drawer " + i + ".\n");
    }
  }

  private AddFiles.Report add(int stopAfterPassages) {
    return with(
        (stores, cancellation) -> {
          AddFiles.Listener listener =
              new AddFiles.Listener() {
                @Override
                public void embedded(int passages, int done, int all) {
                  if (done >= stopAfterPassages) {
                    cancellation.cancel();
                  }
                }
              };
          return new AddFiles(stores)
              .run(
                  new AddFiles.Request("notes", List.of(notes), PassageSize.DEFAULT),
                  listener,
                  cancellation);
        });
  }

  private interface Use<T> {
    T use(StoreRouter stores, Cancellation cancellation);
  }

  private <T> T with(Use<T> use) {
    Settings settings = Settings.of(data, Map.of(), BackendProvider.installed());
    try (StoreRouter stores = StoreRouter.of(settings, BackendProvider.installed())) {
      return use.use(stores, new Cancellation());
    }
  }

  private long held() {
    return with(
        (stores, cancellation) -> new ListCollections(stores).one("notes").info().passages());
  }

  @Test
  void should_keep_the_files_that_are_embedded_though_their_batch_is_not() {
    AddFiles.Report stopped = add(10);
    assertTrue(stopped.files().cancelled());
    int kept = stopped.files().files();
    assertTrue(kept >= 10 && kept < FILES, kept + " files were kept");
    assertEquals(kept, stopped.embedded(), "something was embedded twice, or lost");
    assertEquals(kept, held());
    Registry registry = new Registries(data).load("notes");
    assertEquals(kept, registry.source(notes).held());
    AddFiles.Report rest = add(Integer.MAX_VALUE);
    assertEquals(FILES - kept, rest.files().files());
    assertEquals(FILES - kept, rest.embedded());
    assertEquals(kept, rest.files().unchanged());
  }

  @Test
  void should_know_the_source_from_the_first_moment() {
    List<Boolean> known = new ArrayList<>();
    with(
        (stores, cancellation) ->
            new AddFiles(stores)
                .run(
                    new AddFiles.Request("notes", List.of(notes), PassageSize.DEFAULT),
                    new AddFiles.Listener() {
                      @Override
                      public void found(int files, long bytes) {
                        // A process that is killed from now on leaves it to 'update'.
                        known.add(new Registries(data).load("notes").source(notes) != null);
                      }
                    },
                    cancellation));
    assertEquals(List.of(true), known);
  }

  @Test
  void should_forget_a_collection_that_was_stopped_before_anything_was_stored() {
    AddFiles.Report report =
        with(
            (stores, cancellation) ->
                new AddFiles(stores)
                    .run(
                        new AddFiles.Request("notes", List.of(notes), PassageSize.DEFAULT),
                        new AddFiles.Listener() {
                          @Override
                          public void found(int files, long bytes) {
                            cancellation.cancel();
                          }
                        },
                        cancellation));
    assertTrue(report.files().cancelled());
    assertEquals(List.of(), new Registries(data).names());
    assertEquals(
        List.of(),
        with(
            (stores, cancellation) -> {
              List<String> names = new ArrayList<>();
              stores.forEachStore(store -> names.addAll(store.names()), e -> {});
              return names;
            }));
  }

  @Test
  void should_know_a_source_that_a_link_has_taken_the_place_of() throws Exception {
    add(Integer.MAX_VALUE);
    Path larger = notes.resolveSibling("larger");
    Files.move(notes, larger);
    Files.createSymbolicLink(notes, larger);
    AddFiles.Report report = add(Integer.MAX_VALUE);
    assertEquals(FILES, report.files().unchanged());
    assertEquals(FILES, held());
    assertEquals(1, new Registries(data).load("notes").sources().size());
    List<RemoveSource.Report> removed =
        with((stores, cancellation) -> new RemoveSource(stores).run(null, notes, one -> true));
    assertEquals(FILES, removed.get(0).passages());
    assertEquals(List.of(), new Registries(data).load("notes").sources());
  }

  @Test
  void should_admit_what_was_stored_before_it_failed() {
    AddFiles.Listener spoiling =
        new AddFiles.Listener() {
          @Override
          public void done(Path file, long bytes, int passages) {
            try {
              // Nothing can take the place of a folder that is not empty.
              Path registry = data.resolve("sources/notes.sources");
              if (Files.isRegularFile(registry)) {
                Files.delete(registry);
                Files.createDirectories(registry.resolve("full"));
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    RaggedException failure =
        assertThrows(
            RaggedException.class,
            () ->
                with(
                    (stores, cancellation) ->
                        new AddFiles(stores)
                            .run(
                                new AddFiles.Request("notes", List.of(notes), PassageSize.DEFAULT),
                                spoiling,
                                cancellation)));
    assertTrue(failure.getMessage().contains("may have been stored"), failure.getMessage());
  }

  @Test
  void should_report_a_stop_that_comes_while_it_waits_for_another() throws Exception {
    add(Integer.MAX_VALUE);
    List<String> said = new ArrayList<>();
    AddFiles.Report report =
        with(
            (stores, cancellation) ->
                stores.turns().take("notes", "migrate", () -> false, () -> whileOthersWrite(said)));
    assertTrue(report.files().cancelled());
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).contains("(migrate since "), said.get(0));
  }

  private AddFiles.Report whileOthersWrite(List<String> said) {
    return with(
        (stores, cancellation) -> {
          stores.waitFor(
              new Patience(
                  600,
                  sentence -> {
                    said.add(sentence);
                    cancellation.cancel();
                  }));
          return new AddFiles(stores)
              .run(
                  new AddFiles.Request("notes", List.of(notes), PassageSize.DEFAULT),
                  AddFiles.Listener.NONE,
                  cancellation);
        });
  }
}
