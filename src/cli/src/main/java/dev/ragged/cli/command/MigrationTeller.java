package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.BackendChoice;
import dev.ragged.app.MigrateCollections;
import dev.ragged.config.SettingKeys;
import dev.ragged.config.Settings;
import dev.ragged.migrate.MigrationException;
import dev.ragged.migrate.MigrationPlan;
import dev.ragged.migrate.MigrationReport;
import dev.ragged.migrate.Phase;
import java.util.List;

/** Tells of migrations as they go, in the command line's words. */
final class MigrationTeller implements MigrateCollections.Listener {
  private final Subcommand command;
  private final MigrateProgress progress;

  MigrationTeller(Subcommand command, MigrateProgress progress) {
    this.command = command;
    this.progress = progress;
  }

  @Override
  public void collection(String name) {
    progress.collection(name);
  }

  @Override
  public void progress(Phase phase, long done, long total) {
    progress.progress(phase, done, total);
  }

  @Override
  public void planned(String name, MigrationPlan plan, long bytes) {
    tell(MigrationLines.of(plan, bytes));
  }

  @Override
  public void copied(String name, MigrationReport report, String next) {
    tell(MigrationLines.of(name, report, next));
  }

  @Override
  public void failed(String name, RaggedException failure) {
    progress.close();
    command.unreadable(failure);
  }

  private void tell(List<String> lines) {
    progress.close();
    if (!command.isJson()) {
      lines.forEach(command::line);
    }
  }

  @Override
  public String next(String name, BackendChoice choice, MigrateCollections.Request request) {
    String source = request.from();
    String target = request.to();
    String clear = "'ragged clear --backend " + source + " --collection " + name + "'";
    if (!choice.backend().equals(target)) {
      return "Commands still use the one in "
          + source
          + " ("
          + choice.why()
          + "); to use the copy, set '"
          + SettingKeys.COLLECTIONS
          + "."
          + name
          + ": "
          + target
          + "' in "
          + command.stores().dataDir().resolve(Settings.FILE)
          + ", or remove the other with "
          + clear
          + ".";
    }
    return "Commands now use the copy ("
        + choice.why()
        + "); "
        + (request.folder() != null
            ? request.folder() + " is as it was."
            : "the one in " + source + " is as it was, and " + clear + " removes it.");
  }

  @Override
  public RaggedException explain(
      String name, RaggedException failure, MigrateCollections.Request request) {
    if (!(failure instanceof MigrationException refused)) {
      return failure;
    }
    String remedy =
        switch (refused.reason()) {
          case EXISTS ->
              "remove that with 'ragged clear --backend "
                  + request.to()
                  + " --collection "
                  + name
                  + "' if nobody needs it";
          case VECTORS_DIFFER ->
              "keep them with --vectors keep, re-embed the texts with --vectors reembed,"
                  + " or name the model that made them with --model";
          case NO_MODEL -> "name one with --model";
          case METRIC_UNSUPPORTED -> "continue all the same with --accept-metric-change";
          case UNSETTLED -> "stop what writes to the source and run again";
          case OVERLAP ->
              "keep the vectors with --vectors keep, or ask for less with --min-overlap";
        };
    return new RaggedException(refused.what() + "; " + remedy + ".", refused);
  }
}
