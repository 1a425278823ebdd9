package dev.ragged.cli.command;

import dev.ragged.CollectionExistsException;
import dev.ragged.RaggedException;
import dev.ragged.app.Cancellation;
import dev.ragged.app.RestoreCollections;
import dev.ragged.app.RestoreSettings;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.cli.terminal.ProgressLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged restore}. */
@Command(
    name = "restore",
    description = {
      "Bring collections back from a folder of backups; each appears whole and verified.",
      "Collections that exist are never touched without --replace."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ragged restore ~/backups --collection default --as notes.old",
      "  ragged restore ~/backups --replace"
    })
final class RestoreCommand extends Subcommand {
  @Parameters(paramLabel = "DIR", description = "The folder of backups.")
  Path folder;

  @Option(
      names = "--at",
      paramLabel = "WHEN",
      description =
          "The newest backup whose name begins so, such as 2026-11-26 (default: the newest).")
  String at;

  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "Only this collection; may be repeated (default: all).")
  List<String> only = new ArrayList<>();

  @Option(
      names = "--as",
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "A new name for the one collection.")
  String as;

  @Option(
      names = "--replace",
      description =
          "Replace collections that exist; each stays as it is until the restored one is complete.")
  boolean replace;

  @Option(
      names = "--settings",
      description =
          "Bring back the settings file instead, if there is none here; it can name programs to"
              + " run.")
  boolean settings;

  @Mixin WaitOption wait;

  @Override
  public Integer call() {
    if (settings) {
      if (!only.isEmpty() || as != null || replace) {
        throw usage("--settings brings back the settings file alone; give it with --at at most");
      }
      return restoreSettings();
    }
    RestoreCollections.Request request =
        new RestoreCollections.Request(folder, at, only, as, replace);
    Cancellation cancellation = new Cancellation();
    try (ProgressLine progress = new ProgressLine(session.terminal, session.options.quiet);
        Interrupts interrupts =
            stopOnSignal(
                cancellation, progress::close, "Stopped; what was restored so far is complete.")) {
      RestoreCollections.Report report = run(request, progress, cancellation);
      progress.close();
      interrupts.beginAnswer();
      if (isJson()) {
        json(report.json());
      } else {
        print(report);
      }
      return interrupts.exitStatus() != DONE ? interrupts.exitStatus() : status();
    }
  }

  private int restoreSettings() {
    RestoreSettings.Report report = RestoreSettings.run(stores(), folder, at);
    if (isJson()) {
      json(report.json());
    } else {
      line(
          "Restored "
              + report.file()
              + (report.keys().isEmpty()
                  ? "."
                  : ", which sets " + String.join(", ", report.keys()) + "."));
    }
    if (report.problem() != null) {
      warn(report.problem());
    }
    return report.problem() == null ? DONE : FAILED;
  }

  private RestoreCollections.Report run(
      RestoreCollections.Request request, ProgressLine progress, Cancellation cancellation) {
    try {
      return new RestoreCollections(wait.stores(this))
          .run(request, new Teller(progress), cancellation);
    } catch (CollectionExistsException e) {
      throw new RaggedException(
          e.getMessage().replaceAll(";.*", "")
              + "; --replace puts the backup in its place, --as restores it under another name.",
          e);
    }
  }

  private void print(RestoreCollections.Report report) {
    if (report.config() == RestoreCollections.Config.KEPT) {
      note("The settings file stays as it is; the backup has one too.");
    } else if (report.config() == RestoreCollections.Config.LEFT) {
      note(
          "The backup has a settings file too; if you trust it, 'restore --settings' brings it"
              + " back.");
    }
    if (report.cancelled()) {
      note("Stopped after " + Display.count(report.collections().size(), "collection") + ".");
    }
  }

  private final class Teller implements RestoreCollections.Listener {
    private final ProgressLine progress;

    Teller(ProgressLine progress) {
      this.progress = progress;
    }

    @Override
    public void progress(String collection, long done, long total) {
      progress.show(
          done,
          total,
          () ->
              "restoring '"
                  + collection
                  + "': "
                  + Display.bytes(done)
                  + "/"
                  + Display.bytes(total));
    }

    @Override
    public void restored(RestoreCollections.Restored one) {
      progress.close();
      if (!isJson()) {
        line(
            (one.replaced() ? "Replaced '" : "Restored '")
                + one.name()
                + "' ("
                + one.kept().backend()
                + "), "
                + Display.bytes(one.kept().bytes())
                + "."
                + (one.mixed()
                    ? " Others wrote while it was backed up, so it may be of no single moment."
                    : ""));
      }
    }

    @Override
    public void failed(RaggedException failure) {
      progress.close();
      unreadable(failure);
    }
  }
}
