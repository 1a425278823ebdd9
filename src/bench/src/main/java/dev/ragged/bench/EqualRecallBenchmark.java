package dev.ragged.bench;

import dev.ragged.RaggedException;
import dev.ragged.bench.EqualRecallContenders.Entry;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.DocumentFolder;
import dev.ragged.eval.EmbeddedSet;
import dev.ragged.eval.EqualRecallReport;
import dev.ragged.eval.EqualRecallResult;
import dev.ragged.eval.Memory;
import dev.ragged.eval.Progress;
import dev.ragged.eval.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the points of our curve with peers at equal recall: bytes, times and memory. Every
 * contender gets the same passages, questions and vectors, and a process of its own.
 *
 * <p>Usage, in this order:
 *
 * <ul>
 *   <li>{@code EqualRecallBenchmark prepare WORK PASSAGES QUESTIONS PATH...} reads documents and
 *       embeds them;
 *   <li>{@code EqualRecallBenchmark list WORK} installs peers and prints a line per contender;
 *   <li>{@code EqualRecallBenchmark measure WORK SECONDS LINE} measures that of one line, timing a
 *       setting for so long, and appends a line of JSON to {@code results.jsonl}; unless it is
 *       there;
 *   <li>{@code EqualRecallBenchmark report WORK CHARTS} reads the lines of {@code list} from
 *       standard input and prints Markdown.
 * </ul>
 */
public final class EqualRecallBenchmark {
  private final Path work;

  private EqualRecallBenchmark(Path work) {
    this.work = work;
  }

  public static void main(String[] args) throws IOException {
    EqualRecallBenchmark benchmark = new EqualRecallBenchmark(Path.of(args[1]));
    switch (args[0]) {
      case "prepare" -> benchmark.prepare(args);
      case "list" ->
          new EqualRecallContenders(benchmark.work, null)
              .entries()
              .forEach(entry -> System.out.println(entry.line()));
      case "measure" ->
          benchmark.measure(Duration.ofSeconds(Long.parseLong(args[2])), Entry.of(args[3]));
      case "report" -> benchmark.report(Path.of(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private void prepare(String[] args) throws IOException {
    List<Path> documents = Arrays.stream(args).skip(4).map(Path::of).toList();
    var limits = new DocumentFolder.Limits(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      EqualRecallSet.prepare(work, documents, limits, model);
    }
  }

  private EqualRecallResults results(EqualRecallSet set) throws IOException {
    return new EqualRecallResults(work.resolve("results.jsonl"), set.digest());
  }

  private void measure(Duration limit, Entry entry) throws IOException {
    EqualRecallSet set = EqualRecallSet.read(work);
    EqualRecallResults results = results(set);
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      results.of(entry, () -> measure(set, model, limit, entry));
    } catch (IOException | RaggedException e) {
      results.add(entry, String.valueOf(e.getMessage()));
    }
  }

  private EqualRecallResult measure(
      EqualRecallSet set, OnnxEmbedder model, Duration limit, Entry entry) throws IOException {
    EmbeddedSet embedded = set.embedded(work, model, Progress.NONE);
    var run = new EqualRecallRun(work, model, embedded, set.questionMillis(), limit);
    long before = Memory.peak("self");
    return run.of(entry)
        .withMemory(
            Memory.peak("self"),
            String.format(
                Locale.ROOT,
                "peak resident of the measuring process, %,d before indexing",
                before));
  }

  private void report(Path charts) throws IOException {
    EqualRecallSet set = EqualRecallSet.read(work);
    Map<Entry, EqualRecallResults.Line> results = results(set).read();
    List<EqualRecallResult> ours = new ArrayList<>();
    List<EqualRecallResult> peers = new ArrayList<>();
    List<Report.Absent> absent = new ArrayList<>();
    for (String text : new String(System.in.readAllBytes()).lines().toList()) {
      Entry entry = Entry.of(text);
      EqualRecallResults.Line line = results.get(entry);
      if (line == null || line.result() == null) {
        String why = line == null ? "not measured" : line.why();
        absent.add(new Report.Absent(entry.name(), entry.why().isEmpty() ? why : entry.why()));
      } else {
        (entry.peer().equals(EqualRecallContenders.OURS) ? ours : peers).add(line.result());
      }
    }
    double[] millis = set.questionMillis().stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%,d passages, %,d questions, %d hits each; embedding a question takes %.1f ms (median).%n%n",
        set.passages().size(),
        set.questions().size(),
        EqualRecallRun.K,
        millis[millis.length / 2]);
    EqualRecallReport report = new EqualRecallReport(ours, peers, absent);
    report.markdown().forEach(System.out::println);
    report.charts(charts).forEach(file -> System.err.println("Wrote " + file + "."));
  }
}
