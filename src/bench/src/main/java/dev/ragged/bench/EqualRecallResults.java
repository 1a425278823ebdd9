package dev.ragged.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.bench.EqualRecallContenders.Entry;
import dev.ragged.eval.EqualRecallResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured, in a file with a line of JSON each, so that no contender is measured twice.
 */
final class EqualRecallResults {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String set;

  /**
   * A line of the results.
   *
   * @param set what it was measured with
   * @param result null if it failed
   * @param why null if it did not
   */
  record Line(String set, Entry entry, EqualRecallResult result, String why) {}

  /** Measures a contender. */
  @FunctionalInterface
  interface Measurement {
    EqualRecallResult run() throws IOException;
  }

  /**
   * @param file made with the first result
   * @param set names the data set, of which one file may have several
   */
  EqualRecallResults(Path file, String set) {
    this.file = file;
    this.set = set;
  }

  /** The last line of each entry. */
  Map<Entry, Line> read() throws IOException {
    Map<Entry, Line> results = new LinkedHashMap<>();
    for (String text : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      Line line = JSON.readValue(text, Line.class);
      if (line.set().equals(set)) {
        results.put(line.entry(), line);
      }
    }
    return results;
  }

  /** The result of an entry, from the file or else measured now. */
  EqualRecallResult of(Entry entry, Measurement measurement) throws IOException {
    Line earlier = read().get(entry);
    if (earlier != null && earlier.result() != null) {
      System.err.println("Measured before: " + entry.name());
      return earlier.result();
    }
    EqualRecallResult result = measurement.run();
    add(new Line(set, entry, result, null));
    System.err.println("Measured: " + entry.name());
    return result;
  }

  /** Adds a contender that failed. */
  void add(Entry entry, String why) throws IOException {
    add(new Line(set, entry, null, why));
    System.err.println(entry.name() + ": " + why);
  }

  private void add(Line line) throws IOException {
    Files.writeString(
        file,
        JSON.writeValueAsString(line) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
