package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.Seeds;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One file of a store is damaged at a time: flipped bits, a cut, zeros, bytes appended, the file
 * gone or swapped with another. Then every answer is right, or an error for people, or {@code
 * check} finds the damage; and no write makes damage look sound.
 */
@Tag("random")
class DamagedCollectionTest {
  /** More than in every build: {@code -Dragged.damages=5000}. */
  private static final int TRIES = Integer.getInteger("ragged.damages", 300);

  private static final int DIMENSION = 8;

  /** Kinds of damage; the first of them can be done to files that are open. */
  private static final int DAMAGES = 8;

  private static final int DAMAGES_TO_OPEN_FILES = 4;

  private static final String HARMLESS = "harmless";
  private static final String ERROR = "clear error";
  private static final String FOUND = "found by check";

  private static final Map<String, Function<VectorCollection, Object>> QUESTIONS = questions();

  @TempDir Path temporary;

  private final long seed = Seeds.seed();
  private final Random random = new Random(seed);
  private Path whole;
  private final Map<String, Map<String, Object>> answers = new TreeMap<>();
  private final Map<String, Map<String, Object>> answersAfterWrites = new TreeMap<>();

  private static Map<String, Function<VectorCollection, Object>> questions() {
    Map<String, Function<VectorCollection, Object>> all = new LinkedHashMap<>();
    all.put("info", VectorCollection::info);
    all.put("stats", c -> c.stats().rawTextBytes());
    all.put("count", c -> c.count(Filter.equal("even", true)));
    all.put("contains", c -> c.count(new Filter.TextContains("number n2")));
    for (SearchMode mode : SearchMode.values()) {
      all.put(
          mode.name(), c -> c.search(SearchRequest.text("passage n7 of w3").withMode(mode)).hits());
    }
    all.put(
        "filtered",
        c -> c.search(SearchRequest.text("n9 w1").withFilter(Filter.equal("even", false))).hits());
    all.put("all", c -> c.get(Selection.all(), PageRequest.first(1_000)).items());
    all.put("some", c -> c.get(Selection.ids("r5", "r25", "bare"), PageRequest.first(9)).items());
    all.put(
        "vectors",
        c -> c.embeddings(List.of("r1", "bare", "none")).stream().map(Arrays::toString).toList());
    return all;
  }

  private static Passage passage(int i) {
    return Passage.of(
        "r" + i,
        "passage number n" + i + " of w" + i % 5,
        Metadata.of(Map.of("n", i, "even", i % 2 == 0, "tags", List.of("t" + i, "all"))));
  }

  private static void fill(VectorStore store, String name, int passages) {
    List<Passage> some = new ArrayList<>();
    try (VectorCollection collection = store.create(CollectionSpec.of(name))) {
      for (int i = 0; i < passages; i++) {
        some.add(passage(i));
      }
      collection.add(some);
      collection.delete(Selection.ids("r3"));
      collection.compact(); // one segment of a merge; then two of a session, one with deletions
    }
    try (VectorCollection collection = store.open(name)) {
      collection.add(List.of(passage(passages), passage(passages + 1), passage(passages + 2)));
      float[] axis = new float[DIMENSION];
      axis[2] = 1;
      collection.add(List.of(new Passage("bare", null, null, axis)));
      collection.delete(Selection.ids("r" + passages, "r5"));
    }
  }

  @BeforeEach
  void make_a_store() throws IOException {
    whole = temporary.resolve("whole");
    try (VectorStore store = LeannVectorStore.open(whole, new WordsEmbedder(DIMENSION))) {
      fill(store, "notes", 60);
      fill(store, "other", 90);
    }
    answers.putAll(answers(whole));
    Path written = copy("written");
    try (VectorStore store = LeannVectorStore.open(written, new WordsEmbedder(DIMENSION))) {
      for (String name : answers.keySet()) {
        write(store, name);
      }
    }
    answersAfterWrites.putAll(answers(written));
  }

  private static Map<String, Map<String, Object>> answers(Path folder) {
    Map<String, Map<String, Object>> all = new TreeMap<>();
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION))) {
      for (String name : store.names()) {
        Map<String, Object> answers = all.computeIfAbsent(name, n -> new LinkedHashMap<>());
        try (VectorCollection collection = store.open(name)) {
          QUESTIONS.forEach((what, question) -> answers.put(what, question.apply(collection)));
          assertEquals(List.of(), collection.check().problems());
        }
      }
    }
    return all;
  }

  private static void write(VectorStore store, String name) {
    try (VectorCollection collection = store.open(name)) {
      collection.upsert(List.of(passage(7), passage(200)));
      collection.delete(Selection.where(Filter.equal("n", 11)));
      collection.compact();
    }
  }

  private Path copy(String name) throws IOException {
    Path target = temporary.resolve(name);
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.toList()) {
        Path there = target.resolve(whole.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(there);
        } else {
          Files.copy(file, there);
        }
      }
    }
    return target;
  }

  @Test
  void should_be_harmless_or_an_error_or_found_by_check() throws IOException {
    Map<String, Integer> outcomes = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      Try damaged = new Try(copy("try" + i));
      String outcome;
      try {
        outcome = damaged.outcome();
      } catch (Bad e) {
        outcome = "bad";
        failures.add("try " + i + ", " + damaged.damage + ": " + e.getMessage());
      }
      outcomes.merge(outcome, 1, Integer::sum);
      IOUtils.rm(damaged.folder);
    }
    System.out.println(getClass().getSimpleName() + ": " + outcomes + ", seed " + seed);
    assertEquals(List.of(), failures, () -> Seeds.repeat(seed) + failures.size());
    for (String outcome : List.of(HARMLESS, ERROR, FOUND)) {
      assertTrue(outcomes.getOrDefault(outcome, 0) > 0, "never " + outcome);
    }
  }

  private static final class Bad extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Bad(String what) {
      super(what);
    }

    static Bad unclear(Throwable e) {
      StringBuilder what = new StringBuilder("unclear: ").append(e);
      Arrays.stream(e.getStackTrace()).limit(14).forEach(at -> what.append("\n    ").append(at));
      return new Bad(what.toString());
    }
  }

  /** A copy of the store, damaged, and what comes of it. */
  private final class Try {
    final Path folder;
    String damage;

    /** The collections that may be damaged. */
    private final Set<String> touched = new TreeSet<>();

    private boolean error;
    private boolean found;

    Try(Path folder) {
      this.folder = folder;
    }

    String outcome() throws IOException {
      // Small collections are verified when they are opened, so some are damaged afterwards: what
      // is then read is what a large collection reads.
      boolean later = random.nextBoolean();
      if (!later) {
        damage(DAMAGES);
      }
      List<String> wrong = new ArrayList<>();
      try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION))) {
        Map<String, VectorCollection> opened = new TreeMap<>();
        for (String name : later ? answers.keySet() : touched) {
          try {
            opened.put(name, store.open(name));
          } catch (RaggedException e) {
            requireClear(e);
            error = true;
            found = true;
          }
        }
        if (later) {
          damage(DAMAGES_TO_OPEN_FILES);
          opened.keySet().retainAll(touched);
        }
        opened.forEach((name, collection) -> wrong.addAll(ask(name, collection)));
      } catch (Bad e) {
        throw e;
      } catch (RuntimeException | Error e) {
        throw Bad.unclear(e);
      }
      if (!wrong.isEmpty() && !found) {
        throw new Bad("silently wrong: " + wrong);
      }
      for (String name : touched) {
        requireNothingLaundered(name);
      }
      return error ? ERROR : found ? FOUND : HARMLESS;
    }

    private List<String> ask(String name, VectorCollection collection) {
      List<String> wrong = new ArrayList<>();
      boolean failed = false;
      for (String what : QUESTIONS.keySet()) {
        try {
          Object answer = QUESTIONS.get(what).apply(collection);
          if (!answer.equals(answers.get(name).get(what))) {
            wrong.add(name + " " + what + ": " + answer);
          }
        } catch (RaggedException e) {
          requireClear(e);
          failed = true;
        }
      }
      boolean checked = !collection.check().ok();
      if (failed && !checked) {
        throw new Bad("questions fail, but check finds nothing");
      }
      error |= failed;
      found |= checked;
      return wrong;
    }

    /** Writes fail, or what is there afterwards is right or found by check. */
    private void requireNothingLaundered(String name) {
      try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION))) {
        write(store, name);
        try (VectorCollection collection = store.open(name)) {
          List<String> wrong = new ArrayList<>();
          QUESTIONS.forEach(
              (what, question) -> {
                Object answer = question.apply(collection);
                if (!answer.equals(answersAfterWrites.get(name).get(what))) {
                  wrong.add(name + " " + what + ": " + answer);
                }
              });
          if (!wrong.isEmpty() && collection.check().ok()) {
            throw new Bad("laundered, " + (found ? "" : "not ") + "found before: " + wrong);
          }
        }
      } catch (RaggedException e) {
        requireClear(e);
      } catch (Bad e) {
        throw e;
      } catch (RuntimeException | Error e) {
        throw Bad.unclear(e);
      }
    }

    /** Damages a file, or two, and says how. */
    private void damage(int kinds) throws IOException {
      List<Path> files;
      try (Stream<Path> walked = Files.walk(folder)) {
        files =
            walked
                .filter(Files::isRegularFile)
                .filter(file -> file.toFile().length() > 0)
                .sorted()
                .toList();
      }
      // A kind first, so that rare ones are damaged as often as common ones.
      List<String> types = files.stream().map(this::type).distinct().sorted().toList();
      String type = types.get(random.nextInt(types.size()));
      List<Path> ofType = files.stream().filter(file -> type(file).equals(type)).toList();
      Path file = ofType.get(random.nextInt(ofType.size()));
      damage = touch(file) + ": " + damage(file, ofType, random.nextInt(kinds));
    }

    private String type(Path file) {
      String name = file.getFileName().toString();
      return name.startsWith("segments_") ? "segments" : name.replaceFirst(".*\\.", "");
    }

    private Path touch(Path file) {
      Path name = folder.relativize(file);
      touched.add(name.getName(0).toString());
      return name;
    }

    private String damage(Path file, List<Path> ofType, int kind) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      int length = bytes.length;
      switch (kind) {
        case 0 -> {
          int from = random.nextInt(length);
          int to = from + 1 + random.nextInt(Math.min(512, length - from));
          Arrays.fill(bytes, from, to, (byte) 0);
          overwrite(file, bytes);
          return "bytes " + from + " to " + to + " of " + length + " zeroed";
        }
        case 1, 2, 3 -> {
          int bit = random.nextInt(length * 8);
          bytes[bit / 8] ^= (byte) (1 << bit % 8);
          overwrite(file, bytes);
          return "bit " + bit + " of " + length + " bytes flipped";
        }
        case 4 -> {
          byte[] more = Arrays.copyOf(bytes, length + 1 + random.nextInt(64));
          for (int i = length; i < more.length; i++) {
            more[i] = (byte) random.nextInt();
          }
          Files.write(file, more);
          return more.length - length + " bytes appended";
        }
        case 5 -> {
          int rest = random.nextInt(length);
          Files.write(file, Arrays.copyOf(bytes, rest));
          return "cut from " + length + " to " + rest + " bytes";
        }
        case 6 -> {
          Files.delete(file);
          return "deleted";
        }
        default -> {
          Path other = ofType.get(random.nextInt(ofType.size()));
          byte[] others = Files.readAllBytes(other);
          Files.write(other, bytes);
          Files.write(file, others);
          return "swapped with " + touch(other);
        }
      }
    }

    /** Files are mapped into memory, and what is mapped must not get shorter. */
    private void overwrite(Path file, byte[] bytes) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(bytes), 0);
      }
    }
  }

  private static void requireClear(RaggedException e) {
    if (!e.getMessage().endsWith(".")) {
      throw new Bad("unclear message: " + e.getMessage());
    }
  }
}
