package dev.ragged.cli.command;

import dev.ragged.app.AddFiles;
import dev.ragged.app.Cancellation;
import dev.ragged.app.PassageSize;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.cli.terminal.LowPriority;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged add}. */
@Command(
    name = "add",
    description = {
      "Add files and folders, or update them: unchanged files are left alone, files that are gone"
          + " are removed. 'ragged update' does the same for all that were added.",
      "A file that is named here and ends in .jsonl holds one passage per line: id, text, metadata."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ragged add ~/notes",
      "  ragged add ~/notes/trip ~/notes/tea.md --collection other --chunk-tokens 128 --overlap 16"
    })
final class AddCommand extends Subcommand {
  @Mixin CollectionOption collection;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files and folders.")
  List<Path> paths;

  @FromSettings
  @Option(
      names = "--chunk-tokens",
      paramLabel = "N",
      description = "Maximum number of tokens in a passage (default: 256).")
  Integer chunkTokens;

  @FromSettings
  @Option(
      names = "--overlap",
      paramLabel = "N",
      description = "Number of tokens that a passage repeats from the one before (default: 32).")
  Integer overlap;

  @Mixin RuleOptions rules;

  @Mixin PruneOptions pruning;

  @Mixin ThreadsOption threads;

  @Override
  public Integer call() {
    LowPriority.begin();
    UpdateLines lines = new UpdateLines(this, false);
    Cancellation cancellation = new Cancellation();
    try (AddProgress progress = new AddProgress(session.terminal, session.options.quiet);
        Interrupts interrupts =
            Interrupts.onSignal(
                session.terminal,
                cancellation::cancel,
                () -> answer(progress.soFar(), progress, lines))) {
      AddFiles.Request request =
          new AddFiles.Request(
              collection.name,
              paths,
              new PassageSize(chunkTokens, overlap),
              checked(rules::rules),
              pruning.verify,
              pruning.decision(this, progress::close));
      AddFiles.Report report = new AddFiles(stores()).run(request, progress, cancellation);
      interrupts.beginAnswer();
      answer(report, progress, lines);
      return interrupts.exitStatus() != DONE || report.problems().isEmpty()
          ? interrupts.exitStatus()
          : FAILED;
    }
  }

  private void answer(AddFiles.Report report, AddProgress progress, UpdateLines lines) {
    progress.close();
    if (isJson()) {
      json(report.json());
    } else {
      lines.print(report);
    }
  }
}
