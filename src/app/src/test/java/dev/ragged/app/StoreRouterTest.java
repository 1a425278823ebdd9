package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Health;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.config.Settings;
import dev.ragged.config.SettingsException;
import dev.ragged.spi.Backend;
import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.Diagnosis;
import dev.ragged.spi.SettingSpec;
import dev.ragged.spi.SettingValues;
import dev.ragged.testkit.ReferenceVectorStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreRouterTest {
  @TempDir Path dir;

  private final Fake first = new Fake("first", 0);
  private final Fake second = new Fake("second", 1);

  /** A backend in memory that can be made unavailable. */
  private static final class Fake implements BackendProvider, Backend {
    private final String id;
    private final int rank;
    private final ReferenceVectorStore.Place place = new ReferenceVectorStore.Place();
    boolean available = true;
    boolean broken;

    Fake(String id, int rank) {
      this.id = id;
      this.rank = rank;
    }

    void create(String collection) {
      try (VectorStore store = open(null, GivenVectors.CHECK)) {
        store.create(CollectionSpec.of(collection, 2));
      }
    }

    private List<String> names() {
      try (VectorStore store = ReferenceVectorStore.open(place, null)) {
        return store.names();
      }
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String title() {
      return "The " + id;
    }

    @Override
    public int rank() {
      return rank;
    }

    @Override
    public List<SettingSpec> settings() {
      return List.of();
    }

    @Override
    public Backend configure(SettingValues values) {
      return this;
    }

    @Override
    public Health availability() {
      return new Health(available, available ? "Here." : "Fetch the " + id + ".");
    }

    @Override
    public boolean mayHoldCollections() {
      return !names().isEmpty();
    }

    @Override
    public boolean holds(String collection) {
      if (broken) {
        throw new RaggedException("The " + id + " does not answer.");
      }
      return names().contains(collection);
    }

    @Override
    public String place() {
      return "the " + id + " place";
    }

    @Override
    public VectorStore open(Embedder embedder, GivenVectors givenVectors) {
      if (!available) {
        throw new RaggedException(availability().detail());
      }
      return ReferenceVectorStore.open(place, embedder);
    }

    @Override
    public VectorStore openFolder(Path folder, Embedder embedder) {
      throw new RaggedException("There are no folders.");
    }

    @Override
    public long expectedBytes(ContentSize content, Embedder embedder) {
      return 0;
    }

    @Override
    public Diagnosis diagnose() {
      return new Diagnosis(id, id, available, availability().detail(), Map.of());
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public void close() {}
  }

  private StoreRouter router(String config) throws Exception {
    Files.writeString(dir.resolve(Settings.FILE), config);
    return StoreRouter.of(Settings.of(dir, Map.of(), List.of()), List.of(first, second));
  }

  private static List<String> visited(StoreRouter stores, List<String> unreachable) {
    List<String> names = new ArrayList<>();
    stores.forEachStore(store -> names.addAll(store.names()), e -> unreachable.add(e.getMessage()));
    return names;
  }

  @Test
  void should_choose_by_settings_then_by_place_then_by_preference() throws Exception {
    second.create("notes");
    StoreRouter stores = router("vectorstore: {collections: {papers: second}}");
    assertEquals(
        new BackendChoice("second", "vectorstore.collections.papers says so"),
        stores.choose("papers"));
    assertEquals(
        new BackendChoice("second", "it lies in the second place"), stores.choose("notes"));
    assertEquals(new BackendChoice("first", "The first is available"), stores.choose("new"));
    assertEquals("second", router("vectorstore: {backend: Second}").choose("new").backend());
  }

  @Test
  void should_fall_back_where_the_preferred_backend_is_not_available() throws Exception {
    first.available = false;
    StoreRouter stores = router("");
    assertEquals(new BackendChoice("second", "The first is not available"), stores.choose("new"));
    second.available = false;
    RaggedException none = assertThrows(RaggedException.class, () -> stores.choose("new"));
    assertTrue(none.getMessage().contains("Fetch the first."), none.getMessage());
    assertTrue(none.getMessage().contains("Fetch the second."), none.getMessage());
  }

  @Test
  void should_miss_what_is_not_available_only_if_it_has_collections() throws Exception {
    first.create("aaa");
    first.available = false;
    second.create("bbb");
    List<String> unreachable = new ArrayList<>();
    assertEquals(List.of("bbb"), visited(router(""), unreachable));
    assertEquals(List.of("Fetch the first."), unreachable);
  }

  @Test
  void should_visit_only_what_is_prescribed() throws Exception {
    first.create("aaa");
    second.create("bbb");
    List<String> unreachable = new ArrayList<>();
    assertEquals(List.of("aaa", "bbb"), visited(router(""), unreachable));
    assertEquals(List.of("bbb"), visited(router("vectorstore: {backend: second}"), unreachable));
    assertEquals(List.of(), unreachable);
  }

  @Test
  void should_say_that_there_is_no_collection_without_opening_a_store() throws Exception {
    StoreRouter stores = router("");
    assertThrows(NoSuchCollectionException.class, () -> stores.openFor("nothing", null));
    RaggedException none =
        assertThrows(RaggedException.class, () -> stores.openExisting("second", null));
    assertTrue(none.getMessage().contains("the second place"), none.getMessage());
  }

  @Test
  void should_pass_over_a_backend_that_cannot_be_asked_if_another_has_the_collection()
      throws Exception {
    second.create("notes");
    first.broken = true;
    assertEquals("second", router("").choose("notes").backend());
    RaggedException none = assertThrows(RaggedException.class, () -> router("").choose("new"));
    assertEquals("The first does not answer.", none.getMessage());
  }

  @Test
  void should_refuse_two_backends_of_one_name() {
    Settings settings = Settings.of(dir, Map.of(), List.of());
    assertThrows(
        RaggedException.class,
        () -> StoreRouter.of(settings, List.of(first, new Fake("first", 2))));
  }

  @Test
  void should_refuse_a_backend_that_does_not_exist() {
    SettingsException wrong =
        assertThrows(SettingsException.class, () -> router("vectorstore: {backend: third}"));
    assertTrue(wrong.getMessage().contains("auto, first, second"), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("config.yaml"), wrong.getMessage());
    assertThrows(InvalidRequestException.class, () -> router("").backend("third"));
  }
}
