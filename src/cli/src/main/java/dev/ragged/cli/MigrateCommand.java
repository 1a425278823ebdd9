package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.migrate.Migration;
import dev.ragged.migrate.MigrationException;
import dev.ragged.migrate.MigrationOptions;
import dev.ragged.migrate.MigrationPlan;
import dev.ragged.migrate.MigrationReport;
import dev.ragged.migrate.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged migrate}. */
@Command(
    name = "migrate",
    description = {
      "Copy collections from one backend to the other, and prove each copy before it appears.",
      "The source stays as it is. A copy that was interrupted is gone on with by running again."
    })
final class MigrateCommand extends Subcommand {
  @Parameters(paramLabel = "DIRECTION", description = "chromadb-to-leann or leann-to-chromadb.")
  Direction direction;

  @Mixin CollectionsOption collection;

  @Option(
      names = "--from-folder",
      paramLabel = "DIR",
      description =
          "Read a folder of Chroma's on disk, by a server over a copy of it, instead of the Chroma"
              + " that commands use.")
  Path fromFolder;

  @Option(
      names = "--vectors",
      paramLabel = "HOW",
      defaultValue = "auto",
      description = {
        "What becomes of vectors (default: ${DEFAULT-VALUE}):",
        "auto     leave them out if a sample shows that the model makes them again, else refuse",
        "trust    leave them out, without the sample deciding",
        "keep     keep them exactly, as float32",
        "reembed  have the model embed the texts anew"
      })
  Vectors vectors;

  @Option(
      names = "--accept-metric-change",
      description =
          "Go on where the target cannot compare as the source does and answers may change.")
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
      description = "Stored vectors to ask both sides for (default: ${DEFAULT-VALUE}).")
  int questions;

  @Option(names = "--dry-run", description = "Only tell what would be done; write nothing.")
  boolean dryRun;

  private final List<Map<String, Object>> done = new ArrayList<>();
  private final List<Map<String, Object>> failed = new ArrayList<>();

  @Override
  public Integer call() {
    if (fromFolder != null && direction != Direction.CHROMADB_TO_LEANN) {
      throw usage("--from-folder goes with chromadb-to-leann");
    }
    MigrationOptions options =
        checked(
            () ->
                MigrationOptions.defaults()
                    .withVectors(vectors)
                    .withAcceptMetricChange(acceptMetricChange)
                    .withMinOverlap(minOverlap)
                    .withQuestions(questions));
    int exitStatus;
    try (MigrateProgress progress = new MigrateProgress(ragged.terminal, ragged.quiet);
        Embedder model = ragged.stores().embedder();
        VectorStore source = source(model)) {
      Migration migration =
          new Migration(
              source, ragged.stores().target(direction.target()), model, options, progress);
      List<String> names =
          collection.only != null
              ? List.of(collection.only)
              : source.names().stream().filter(name -> !Migration.isWorkingCopy(name)).toList();
      try (Interrupts interrupts = Interrupts.onSignal(migration::cancel)) {
        for (String name : names) {
          progress.collection(name);
          if (!migrate(migration, name, progress)) {
            break;
          }
        }
        exitStatus = interrupts.exitStatus();
      }
      if (names.isEmpty() && !ragged.json) {
        note("There are no collections in " + direction.source().id() + " to migrate.");
      }
    }
    if (ragged.json) {
      json(
          Json.object(
              "direction",
              direction.id(),
              "dry_run",
              dryRun,
              "cancelled",
              exitStatus != Main.DONE,
              "collections",
              done,
              "failed",
              failed));
    }
    return exitStatus != Main.DONE ? exitStatus : status();
  }

  private VectorStore source(Embedder model) {
    if (fromFolder != null) {
      return ragged.stores().openCopyOf(fromFolder);
    }
    // LEANN makes vectors anew where it kept none. Chroma holds them, whatever model made them.
    return ragged
        .stores()
        .openExisting(direction.source(), direction.source() == Backend.LEANN ? model : null);
  }

  /** Returns false if it was cancelled. */
  private boolean migrate(Migration migration, String name, MigrateProgress progress) {
    try {
      if (dryRun) {
        MigrationPlan plan = migration.plan(name);
        progress.close();
        long bytes = ragged.stores().expectedBytes(direction.target(), plan);
        tell(MigrationText.json(plan, bytes), MigrationText.lines(plan, bytes));
        return true;
      }
      MigrationReport report = migration.run(name);
      progress.close();
      String left = report.stopped() ? null : whatIsLeft(name);
      tell(MigrationText.json(name, report, left), MigrationText.lines(name, report, left));
      return !report.stopped();
    } catch (CancellationException e) {
      return false;
    } catch (RaggedException e) {
      progress.close();
      RaggedException told = withRemedy(name, e);
      unreadable(told);
      failed.add(Json.object("name", name, "error", told.getMessage()));
      return true;
    }
  }

  private void tell(Map<String, Object> json, List<String> lines) {
    done.add(json);
    if (!ragged.json) {
      lines.forEach(this::line);
    }
  }

  /** What the user may want to do next; nothing was decided for them. */
  private String whatIsLeft(String name) {
    String source = direction.source().id();
    String target = direction.target().id();
    Choice choice = ragged.stores().choose(name);
    if (choice.backend() != direction.target()) {
      return "Commands still use the one in "
          + source
          + " ("
          + choice.why()
          + "); to use the copy, set 'vectorstore.collections."
          + name
          + ": "
          + target
          + "' in "
          + ragged.dataDir().resolve(Settings.FILE)
          + ", or remove the other with 'ragged clear --backend "
          + source
          + " --collection "
          + name
          + "'.";
    }
    return "Commands now use the copy ("
        + choice.why()
        + "); "
        + (fromFolder != null
            ? fromFolder + " is as it was."
            : "the one in "
                + source
                + " is as it was, and 'ragged clear --backend "
                + source
                + " --collection "
                + name
                + "' removes it.");
  }

  /** The library's remedies in this command's words. */
  private RaggedException withRemedy(String name, RaggedException failure) {
    if (!(failure instanceof MigrationException refused)) {
      return failure;
    }
    String remedy =
        switch (refused.reason()) {
          case EXISTS ->
              "remove that with 'ragged clear --backend "
                  + direction.target().id()
                  + " --collection "
                  + name
                  + "' if nobody needs it";
          case VECTORS_DIFFER ->
              "keep them with --vectors keep, have the texts embedded anew with --vectors reembed,"
                  + " or name the model that made them with --model";
          case NO_MODEL -> "name one with --model";
          case METRIC_LACKING -> "go on all the same with --accept-metric-change";
          case UNSETTLED -> "stop what writes to the source and run again";
          case OVERLAP ->
              "keep the vectors with --vectors keep, or ask for less with --min-overlap";
        };
    return new RaggedException(refused.what() + "; " + remedy + ".", refused);
  }
}
