package dev.ragged.cli.command;

import dev.ragged.app.Cancellation;
import dev.ragged.app.MigrateCollections;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.migrate.MigrationOptions;
import dev.ragged.migrate.VectorPolicy;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged migrate}. */
@Command(
    name = "migrate",
    description = {
      "Copy collections from one backend to another and verify the copies; the source stays as it"
          + " is.",
      "Run again to resume an interrupted copy."
    })
final class MigrateCommand extends Subcommand {
  private static final String TO = "-to-";

  @Parameters(
      paramLabel = "DIRECTION",
      arity = "0..1",
      description = "Short for --from and --to: SOURCE-to-TARGET.")
  String direction;

  @Option(
      names = "--from",
      paramLabel = "NAME",
      completionCandidates = GlobalOptions.BackendNames.class,
      description = "The backend to copy from.")
  String from;

  @Option(
      names = "--to",
      paramLabel = "NAME",
      completionCandidates = GlobalOptions.BackendNames.class,
      description = "The backend to copy to.")
  String to;

  @Mixin CollectionsOption collection;

  @Option(
      names = "--from-folder",
      paramLabel = "DIR",
      description =
          "Read a data folder of the source's backend that belongs to somebody else, instead of the"
              + " one that commands use; it stays as it is.")
  Path fromFolder;

  @Option(
      names = "--vectors",
      paramLabel = "HOW",
      defaultValue = "auto",
      description = {
        "What to do with vectors (default: ${DEFAULT-VALUE}):",
        "auto     leave them out if a sample shows that the model reproduces them, else refuse",
        "trust    leave them out, whatever the sample shows",
        "keep     keep them exactly, as float32",
        "reembed  have the model re-embed the texts"
      })
  VectorPolicy vectors;

  @Option(
      names = "--accept-metric-change",
      description =
          "Continue where the target cannot compare vectors as the source does and answers may"
              + " change.")
  boolean acceptMetricChange;

  @Option(
      names = "--min-overlap",
      paramLabel = "SHARE",
      description =
          "The share of answers that both sides must have in common (default: "
              + MigrationOptions.DEFAULT_MIN_OVERLAP
              + ").")
  Double minOverlap;

  @Option(
      names = "--questions",
      paramLabel = "N",
      defaultValue = "" + MigrationOptions.DEFAULT_QUESTIONS,
      description = "Number of stored vectors to ask both sides for (default: ${DEFAULT-VALUE}).")
  int questions;

  @Option(names = "--dry-run", description = "Only show what would be done; write nothing.")
  boolean dryRun;

  @Mixin WaitOption wait;

  @Override
  public Integer call() {
    MigrateCollections.Request request = request();
    Cancellation cancellation = new Cancellation();
    try (MigrateProgress progress = new MigrateProgress(session.terminal, session.options.quiet);
        Interrupts interrupts =
            stopOnSignal(cancellation, progress::close, "Stopped; run again to resume.")) {
      MigrateCollections.Report report =
          new MigrateCollections(wait.stores(this))
              .run(request, new MigrationTeller(this, progress), cancellation);
      interrupts.beginAnswer();
      progress.close();
      if (isJson()) {
        json(report.json());
      } else if (report.names().isEmpty()) {
        note("There are no collections in " + request.from() + " to migrate.");
      }
      return interrupts.exitStatus() != DONE ? interrupts.exitStatus() : status();
    }
  }

  private MigrateCollections.Request request() {
    int middle = direction == null ? -1 : direction.indexOf(TO);
    if ((direction == null) == (from == null && to == null) || (direction != null && middle < 1)) {
      throw usage("Name the backends to copy between, as --from SOURCE --to TARGET");
    }
    String source = direction == null ? from : direction.substring(0, middle);
    String target = direction == null ? to : direction.substring(middle + TO.length());
    if (source == null || target == null) {
      throw usage("Name both backends, as --from SOURCE --to TARGET");
    }
    return checked(
        () ->
            new MigrateCollections.Request(
                known(source),
                known(target),
                collection.only,
                fromFolder,
                MigrationOptions.defaults()
                    .withVectors(vectors)
                    .withAcceptMetricChange(acceptMetricChange)
                    .withMinOverlap(minOverlap)
                    .withQuestions(questions),
                dryRun));
  }

  private String known(String backend) {
    String id = backend.toLowerCase(Locale.ROOT);
    stores().backend(id); // refuses one that does not exist
    return id;
  }
}
