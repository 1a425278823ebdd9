package dev.ragged.cli.command;

import dev.ragged.app.RemoveSource;
import dev.ragged.app.json.Json;
import dev.ragged.cli.terminal.Display;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged sources remove}. */
@Command(
    name = "remove",
    description = {
      "Forget a file or folder that was added, and remove the passages of its files.",
      "Nothing need be at its path any more. The files themselves are left alone."
    })
final class SourcesRemoveCommand extends Subcommand {
  @Mixin CollectionsOption collection;

  @Mixin WaitOption wait;

  @Parameters(paramLabel = "PATH", description = "As 'ragged sources' lists it.")
  Path path;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for confirmation.")
  boolean yes;

  @Override
  public Integer call() {
    if (!yes && !session.terminal.inIsTerminal()) {
      throw usage("Cannot ask for confirmation without a terminal; remove the source with --yes");
    }
    List<RemoveSource.Report> removed =
        new RemoveSource(wait.stores(this))
            .run(
                collection.only,
                path,
                one ->
                    yes
                        || confirmed(
                            "Remove "
                                + one.path()
                                + ", "
                                + files(one)
                                + ", from '"
                                + one.collection()
                                + "'?"));
    if (removed.isEmpty()) {
      note("Nothing was removed.");
      return FAILED;
    }
    if (isJson()) {
      json(Json.object("sources", removed.stream().map(RemoveSource.Report::json).toList()));
    } else {
      for (RemoveSource.Report one : removed) {
        line(
            "Removed "
                + one.path()
                + " from '"
                + one.collection()
                + "' with "
                + files(one)
                + " and "
                + Display.count(one.passages(), "passage")
                + ".");
      }
    }
    return DONE;
  }

  private static String files(RemoveSource.Report one) {
    return Display.count(one.files(), "file");
  }
}
