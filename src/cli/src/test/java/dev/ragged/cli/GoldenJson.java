package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares what commands print with {@code --json}, and their exit status, with golden files:
 * {@code golden/json/STEP.json} among the test resources. A file holds the status and the documents
 * printed, a line each.
 *
 * <p>What differs between runs and machines is replaced by a placeholder before: times, folders,
 * addresses, versions, facts about the machine, and those byte counts that depend on them. The
 * order of keys counts. Numbers that follow from the model's vectors may differ by a little, since
 * processors round differently.
 *
 * <p>Where the output is meant to change, {@code -Dgolden.write=true} writes the files anew:
 *
 * <pre>
 * ./mvnw -pl src/cli -am verify -Dgolden.write=true -Dnative.tests=OFF \
 *     -Dtest=JsonGoldenTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=JsonGoldenIT -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 *
 * Review the difference before committing it.
 */
final class GoldenJson {
  private static final boolean WRITE = Boolean.getBoolean("golden.write");
  private static final Path SOURCES = Path.of("src/test/resources/golden/json");

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DefaultPrettyPrinter PRINTER =
      new DefaultPrettyPrinter()
          .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE)
          .withObjectIndenter(new DefaultIndenter("  ", "\n"));

  private static final Pattern URL = Pattern.compile("https?://[\\w.]+:\\d+");
  private static final Pattern DEMO = Pattern.compile("/\\S*/ragged-demo\\d+");
  private static final Pattern BACKUP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d\\.\\d{3}Z");
  private static final Pattern ENGINE = Pattern.compile("leann \\S+ on \\S+ with \\w+");

  /** Keys below which every number is a time. */
  private static final Set<String> TIMES = Set.of("millis", "seconds");

  /** Keys below which everything is about the machine. */
  private static final Set<String> MACHINE = Set.of("java", "os", "machine", "place");

  /** The place of a hit says nothing about the machine, unlike that of a backend. */
  private static final String HITS = "hits";

  /** Kinds of bytes that hold paths, random ids or the name of the Java version. */
  private static final Set<String> UNSTABLE_BYTES = Set.of("ids_metadata", "other", "total");

  /** Keys of numbers that are written rounded. */
  private static final Set<String> ROUNDED = Set.of("score", "mean_cosine", "lowest_cosine");

  /**
   * How far numbers may be from the golden ones.
   *
   * @param path of the value, or the end of it
   */
  private record Tolerance(Pattern path, double absolute, double relative) {
    Tolerance(String path, double absolute, double relative) {
      this(Pattern.compile(path + "$"), absolute, relative);
    }

    boolean allows(String at, double expected, double actual) {
      return path.matcher(at).find()
          && Math.abs(expected - actual) <= absolute + relative * Math.abs(expected);
    }
  }

  private static final List<Tolerance> TOLERANCES =
      List.of(
          new Tolerance("/(score|mean_cosine|lowest_cosine)", 0.02, 0),
          new Tolerance("/(recall|ndcg_at_10|mrr_at_10|precision_at_k)", 0.02, 0),
          new Tolerance("/recomputed(_3|/mean|/p95)?", 1, 0),
          new Tolerance("/bytes(/before|/after)?/\\w+", 0, 0.01),
          // The files of a collection hold paths and the version of Java.
          new Tolerance("/(bytes|new_bytes)", 0, 0.1),
          // The metadata of a file hold its path.
          new Tolerance("/expected/bytes", 0, 0.1));

  private final Map<String, String> replacements = new LinkedHashMap<>();
  private final List<String> differences = new ArrayList<>();

  /** Has a path, or any other text that differs between runs, replaced; the first one that fits. */
  GoldenJson replace(Object text, String placeholder) {
    replacements.put(text.toString(), placeholder);
    return this;
  }

  /** Compares with the file of a step; the outcome is told by {@link #assertSame}. */
  void compare(String step, Shell.Result result) {
    ObjectNode actual = MAPPER.createObjectNode();
    actual.put("status", result.status());
    ArrayNode out = actual.putArray("out");
    result.jsonLines().forEach(document -> out.add(normalise("", document, "")));
    try {
      if (WRITE) {
        Files.createDirectories(SOURCES);
        Files.writeString(
            SOURCES.resolve(step + ".json"),
            MAPPER.writer(PRINTER).writeValueAsString(actual) + "\n");
        return;
      }
      try (InputStream in = getClass().getResourceAsStream("/golden/json/" + step + ".json")) {
        if (in == null) {
          differences.add(step + ": there is no golden file");
          return;
        }
        compare(step + ".json ", MAPPER.readTree(in), actual);
      }
    } catch (IOException e) {
      throw new AssertionError(step, e);
    }
  }

  /** Fails with a line for each value that differs. */
  void assertSame() {
    if (!differences.isEmpty()) {
      fail("not as in the golden files:\n" + String.join("\n", differences));
    }
  }

  // ---------------------------------------------------------------- comparison

  private void compare(String path, JsonNode expected, JsonNode actual) {
    if (expected.isObject() && actual.isObject()) {
      List<String> keys = keys(expected);
      if (!keys.equals(keys(actual))) {
        differ(path, "keys " + keys, "keys " + keys(actual));
      }
      for (String key : keys) {
        if (actual.has(key)) {
          compare(path + "/" + key, expected.get(key), actual.get(key));
        }
      }
    } else if (expected.isArray() && actual.isArray()) {
      if (expected.size() != actual.size()) {
        differ(path, expected.size() + " items", actual.size() + " items: " + actual);
      }
      for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
        compare(path + "/" + i, expected.get(i), actual.get(i));
      }
    } else if (!expected.equals(actual) && !isClose(path, expected, actual)) {
      differ(path, expected.toString(), actual.toString());
    }
  }

  private static boolean isClose(String path, JsonNode expected, JsonNode actual) {
    return expected.isNumber()
        && expected.getNodeType() == actual.getNodeType()
        && expected.isIntegralNumber() == actual.isIntegralNumber()
        && TOLERANCES.stream()
            .anyMatch(t -> t.allows(path, expected.asDouble(), actual.asDouble()));
  }

  private void differ(String path, String expected, String actual) {
    differences.add(path + ": expected " + expected + ", got " + actual);
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  // ---------------------------------------------------------------- placeholders

  /**
   * @param key of the value; items of an array have that of the array
   * @param section the key from {@link #TIMES} or {@link #MACHINE}, {@code bytes} or {@link #HITS},
   *     that the value is below, or nothing
   */
  private JsonNode normalise(String key, JsonNode value, String section) {
    boolean ofHit = section.equals(HITS) && key.equals("place");
    boolean begins =
        TIMES.contains(key) || MACHINE.contains(key) || key.equals("bytes") || key.equals(HITS);
    String below = begins && !ofHit ? key : section;
    if (value.isObject()) {
      ObjectNode copy = MAPPER.createObjectNode();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        copy.set(field.getKey(), normalise(field.getKey(), field.getValue(), below));
      }
      return copy;
    }
    if (key.equals("embedding") && value.isArray()) {
      return TextNode.valueOf("<" + value.size() + " numbers>");
    }
    if (value.isArray()) {
      ArrayNode copy = MAPPER.createArrayNode();
      value.forEach(item -> copy.add(normalise(key, item, below)));
      return copy;
    }
    if (value.isNull() && !below.equals("place")) {
      return value;
    }
    if (TIMES.contains(below) && value.isNumber()) {
      return TextNode.valueOf("<time>");
    }
    if (MACHINE.contains(below)) {
      return TextNode.valueOf("<machine>");
    }
    if (below.equals("bytes") && UNSTABLE_BYTES.contains(key)) {
      return TextNode.valueOf("<bytes>");
    }
    if (ROUNDED.contains(key)) {
      return DoubleNode.valueOf(Math.round(value.asDouble() * 1e3) / 1e3);
    }
    return value.isTextual() ? TextNode.valueOf(normalise(key, value.asText())) : value;
  }

  private String normalise(String key, String text) {
    if (key.equals("version")
        || key.equals("simd")
        || key.equals("updated")
        || key.equals("modified")) {
      return "<" + key + ">";
    }
    if (key.equals("script")) {
      return text.contains("complete -F") ? "<script>" : text;
    }
    String normal = text;
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      normal = normal.replace(replacement.getKey(), replacement.getValue());
    }
    normal = URL.matcher(normal).replaceAll("<url>");
    normal = DEMO.matcher(normal).replaceAll("<demo>");
    normal = BACKUP.matcher(normal).replaceAll("<backup>");
    return ENGINE.matcher(normal).replaceAll("<engine>");
  }
}
