package dev.ragged.cli.command;

import dev.ragged.app.AddFiles;
import dev.ragged.app.Cancellation;
import dev.ragged.app.PassageSize;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.cli.terminal.LowPriority;
import dev.ragged.ingest.GivenDocument;
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
      "A file that is named here and ends in .jsonl holds one passage per line: id, text, metadata.",
      "The path - is standard input, as one document; 'ragged update' leaves it as it is."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ragged add ~/notes",
      "  ragged add ~/notes/trip ~/notes/tea.md --collection other --chunk-tokens 128 --overlap 16",
      "  ragged add - --name letter.md < ~/notes/tea.md"
    })
final class AddCommand extends Subcommand {
  @Mixin CollectionOption collection;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files and folders; - for standard input.")
  List<Path> paths;

  @Mixin GivenInput input;

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

  @Mixin WaitOption wait;

  @Override
  public Integer call() {
    LowPriority.begin();
    UpdateLines lines = new UpdateLines(this, false);
    Cancellation cancellation = new Cancellation();
    try (AddProgress progress = new AddProgress(session.terminal, session.options.quiet);
        Interrupts interrupts =
            stopOnSignal(
                cancellation,
                progress::stop,
                UpdateLines.STOPPING,
                () -> answer(progress.soFar(), progress, lines))) {
      List<GivenDocument> given = input.read(this, paths);
      AddFiles.Request request =
          new AddFiles.Request(
              collection.name,
              paths.stream().filter(path -> !GivenInput.isInput(path)).toList(),
              given,
              new PassageSize(chunkTokens, overlap),
              checked(rules::rules),
              pruning.verify,
              pruning.decision(this, progress::close));
      AddFiles.Report report = new AddFiles(wait.stores(this)).run(request, progress, cancellation);
      interrupts.beginAnswer();
      answer(report, progress, lines);
      if (interrupts.exitStatus() != DONE) {
        return interrupts.exitStatus();
      }
      boolean used = given.stream().noneMatch(one -> report.files().isSkipped(one.name()));
      return used && report.problems().isEmpty() ? DONE : FAILED;
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
