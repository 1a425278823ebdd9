package dev.ragged.cli.command;

import dev.ragged.app.Cancellation;
import dev.ragged.app.EvaluationRequest;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.eval.MarkdownReport;
import dev.ragged.eval.Progress;
import dev.ragged.eval.Report;
import dev.ragged.eval.SvgCharts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options that the commands below 'eval' share. */
final class EvalOptions {
  @Option(
      names = "--questions",
      paramLabel = "FILE",
      description = "A file with one question per line (default: headings of the documents).")
  Path questions;

  @Option(
      names = "-k",
      paramLabel = "N",
      defaultValue = "3",
      description = "Results per question (default: ${DEFAULT-VALUE}).")
  int k;

  @Option(
      names = "--dial",
      paramLabel = "LIST",
      split = ",",
      description =
          "Measure it once for each of these values of --bytes-per-vector, such as"
              + " smallest,23,fastest (default: only what is set).")
  List<String> dial;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Where vectors are kept for the next run, and indexes meanwhile (default: 'eval' in the"
              + " data directory).")
  Path work;

  @Option(
      names = "--charts",
      paramLabel = "DIR",
      description = "Also write bytes.svg, recomputed.svg and latency.svg there.")
  Path charts;

  private static final String STOPPED = "Stopped; nothing was measured.";

  /** The request that these make. */
  EvaluationRequest request(String dataSet) {
    return new EvaluationRequest(dataSet, questions, k, dial == null ? List.of() : dial, work);
  }

  /** Measures until a signal comes, and prints the report; gives the exit status. */
  int run(Subcommand command, Cancellation cancellation, Function<Progress, Report> measurement)
      throws IOException {
    Report report;
    try (EvalProgress progress =
            new EvalProgress(command.session.terminal, command.session.options.quiet);
        Interrupts interrupts = command.stopOnSignal(cancellation, progress::close, STOPPED)) {
      try {
        report = measurement.apply(progress);
      } catch (CancellationException e) {
        interrupts.beginAnswer();
        progress.close();
        command.note(STOPPED);
        return interrupts.exitStatus();
      }
    }
    if (command.isJson()) {
      command.json(report.json());
    } else {
      MarkdownReport.of(report).forEach(line -> command.line(Display.printable(line)));
    }
    if (charts != null) {
      for (Path chart : SvgCharts.write(report, charts)) {
        command.note("Wrote " + chart + ".");
      }
    }
    return Subcommand.DONE;
  }
}
