package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.eval.Contender;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.EmbeddedSet;
import dev.ragged.eval.Evaluation;
import dev.ragged.eval.MarkdownReport;
import dev.ragged.eval.Report;
import dev.ragged.eval.SvgCharts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A measurement from the data set to the answer, for {@code eval run} and {@code eval compare}. */
final class Evaluating {

  /** Those that are to be measured, and those that cannot be. */
  record Contenders(List<Contender> present, List<Report.Absent> absent) {}

  private static final String SCRATCH = "run-";
  private static final Pattern OLD = Pattern.compile(SCRATCH + "\\d{1,18}");

  private final Subcommand command;
  private final EvalOptions options;
  private final Path work;

  Evaluating(Subcommand command, EvalOptions options) {
    if (options.k < 1 || options.k > 1_000) {
      throw command.usage("-k is 1 to 1000; asked for " + options.k);
    }
    if (options.questions != null && !Files.exists(options.questions)) {
      throw command.usage("There is no file '" + options.questions + "'");
    }
    this.command = command;
    this.options = options;
    this.work =
        options.work != null
            ? options.work.toAbsolutePath().normalize()
            : command.ragged.dataDir().resolve("eval");
  }

  /** Keeps what is to be used again. */
  Path work() {
    return work;
  }

  /** For the indexes of this process; empty at first and gone at the end. */
  Path scratch() {
    return work.resolve(SCRATCH + ProcessHandle.current().pid());
  }

  /** What processes left behind that were killed. */
  private void removeOld() throws IOException {
    Files.createDirectories(work);
    List<Path> old;
    try (Stream<Path> entries = Files.list(work)) {
      old = entries.filter(entry -> OLD.matcher(entry.getFileName().toString()).matches()).toList();
    }
    for (Path folder : old) {
      long pid = Long.parseLong(folder.getFileName().toString().substring(SCRATCH.length()));
      boolean runs = ProcessHandle.of(pid).isPresent();
      if (!runs || folder.equals(scratch())) {
        Folders.remove(folder);
      }
    }
  }

  /** Measures, and prints the answer. */
  int run(Embedder model, DataSet data, Function<EvalProgress, Contenders> contenders)
      throws IOException {
    Report report;
    try (EvalProgress progress = new EvalProgress(command.ragged.terminal, command.ragged.quiet)) {
      removeOld();
      Files.createDirectories(scratch());
      EmbeddedSet set = EmbeddedSet.of(data, model, work.resolve("vectors"), progress);
      Contenders all = contenders.apply(progress);
      report = Evaluation.run(set, model, all.present(), options.k, all.absent(), progress);
    } finally {
      Folders.remove(scratch());
    }
    if (report.results().isEmpty()) {
      throw new RaggedException(
          report.absent().isEmpty() ? "Nothing was measured." : report.absent().get(0).why());
    }
    if (command.ragged.json) {
      command.json(report.json());
    } else {
      MarkdownReport.of(report).forEach(line -> command.line(Text.printable(line)));
    }
    if (options.charts != null) {
      for (Path chart : SvgCharts.write(report, options.charts)) {
        command.note("Wrote " + chart + ".");
      }
    }
    return Main.DONE;
  }
}
