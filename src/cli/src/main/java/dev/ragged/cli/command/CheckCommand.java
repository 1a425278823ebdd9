package dev.ragged.cli.command;

import dev.ragged.app.CheckCollections;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ragged check}. */
@Command(
    name = "check",
    description = "Verify that collections are sound; repairs nothing.",
    footerHeading = "%nExamples:%n",
    footer = {"  ragged check", "  ragged check --collection default"})
final class CheckCommand extends Subcommand {
  @Mixin CollectionsOption collection;

  @Override
  public Integer call() {
    CheckCollections.Report report =
        new CheckCollections(stores())
            .run(collection.only, isJson() ? one -> {} : this::print, this::unreadable);
    if (isJson()) {
      json(report.json());
    }
    return report.ok() ? DONE : FAILED;
  }

  private void print(CheckCollections.Checked one) {
    line(
        one.collection()
            + " ("
            + one.backend()
            + "): "
            + (one.report().ok() ? "sound" : "DAMAGED"));
    one.report().verified().forEach(verified -> line("  ok       " + verified));
    one.report().problems().forEach(problem -> line("  problem  " + problem));
  }
}
