package dev.ragged.migrate;

/** Hears how far a migration has come, on the thread that migrates. */
@FunctionalInterface
public interface MigrationListener {

  /**
   * Called at the start of a phase and after every batch.
   *
   * @param done passages, or questions while {@link Phase#ASKING}
   * @param total of the same; an estimate while the source changes
   */
  void progress(Phase phase, long done, long total);
}
