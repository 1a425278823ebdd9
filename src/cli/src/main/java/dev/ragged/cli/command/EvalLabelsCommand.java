package dev.ragged.cli.command;

import dev.ragged.SearchMode;
import dev.ragged.app.Cancellation;
import dev.ragged.app.JudgeAnswers;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.eval.AnswersFile;
import dev.ragged.eval.LabelledMarkdown;
import dev.ragged.eval.LabelledReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged eval labels}. */
@Command(
    name = "labels",
    description = {
      "Index sets of passages in a temporary folder, ask their questions in every mode, and judge the"
          + " answers by the labels.",
      "No collection is touched."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ragged eval labels ~/labelled --modes vector,hybrid"})
final class EvalLabelsCommand extends Subcommand {
  private static final String STOPPED = "Stopped; sets that are not shown were not judged.";

  @Parameters(
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "A folder with corpus.jsonl, queries.jsonl and qrels/test.tsv (BEIR).")
  List<Path> folders;

  @Option(
      names = "--modes",
      paramLabel = "LIST",
      split = ",",
      description =
          "Ask only in these: vector, lexical, hybrid (default: all that the backend offers).")
  List<SearchMode> modes;

  @FromSettings
  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      description = "The recall target of the searches (default: ${DEFAULT-VALUE}).")
  double recall;

  @Option(
      names = "--skip",
      paramLabel = "N",
      defaultValue = "0",
      description = "Leave out the first N questions of each set.")
  int skip;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Ask at most N questions of each set (default: all).")
  Integer limit;

  @Option(names = "--quick", description = "Leave out recall@100, which takes most of the time.")
  boolean quick;

  @Option(
      names = "--peers",
      paramLabel = "LIST",
      split = ",",
      completionCandidates = PeerIds.All.class,
      converter = PeerIds.All.class,
      description = "Judge these beside it: ${COMPLETION-CANDIDATES} (default: none).")
  List<String> peers = new ArrayList<>();

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Also write what was measured of each answer, a line of JSON each.")
  Path write;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description =
          "Compare with the answers in a file that --write wrote, such as those by another model.")
  Path against;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Where vectors are kept for the next run, and indexes meanwhile (default: 'eval' in the"
              + " data directory).")
  Path work;

  @Override
  public Integer call() throws IOException {
    if (write == null) {
      return judge(report -> {});
    }
    try (CompleteFile file = CompleteFile.of(this, write)) {
      int status;
      try (Writer writer = Files.newBufferedWriter(file.part())) {
        status = judge(report -> AnswersFile.write(report, writer));
      }
      if (status == DONE) {
        file.appear();
      }
      return status;
    }
  }

  /** Given each report; may fail. */
  private interface Sink {
    void take(LabelledReport report) throws IOException;
  }

  private int judge(Sink sink) {
    JudgeAnswers.Request request =
        new JudgeAnswers.Request(folders, modes, recall, skip, limit, !quick, peers, against, work);
    List<LabelledReport> reports = new ArrayList<>();
    Cancellation cancellation = new Cancellation();
    try (EvalProgress progress = new EvalProgress(session.terminal, session.options.quiet);
        Interrupts interrupts = stopOnSignal(cancellation, progress::close, STOPPED)) {
      try {
        new JudgeAnswers(stores())
            .run(
                request,
                progress,
                report -> {
                  progress.close();
                  try {
                    sink.take(report);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  show(report, reports.isEmpty());
                  reports.add(report);
                },
                cancellation);
      } catch (CancellationException e) {
        interrupts.beginAnswer();
        progress.close();
        note(STOPPED);
        return interrupts.exitStatus();
      }
    }
    if (!isJson()) {
      LabelledMarkdown.tail(reports).forEach(this::printed);
    } else if (reports.size() > 1) {
      json(LabelledReport.meanJson(reports));
    }
    return DONE;
  }

  /** What is known of a set is said at once; the next may take long. */
  private void show(LabelledReport report, boolean first) {
    if (isJson()) {
      json(report.json());
    } else {
      if (first) {
        LabelledMarkdown.head().forEach(this::printed);
      }
      LabelledMarkdown.rows(report).forEach(this::printed);
    }
    session.terminal.out().flush();
  }

  private void printed(String line) {
    line(Display.printable(line));
  }
}
