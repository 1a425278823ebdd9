package dev.ragged.migrate;

/** Receives the progress of a migration, on the migrating thread. */
@FunctionalInterface
public interface MigrationListener {

  /**
   * Called at the start of a phase and after every batch.
   *
   * @param done number of passages, or of questions while {@link Phase#ASKING}
   * @param total of the same; an estimate while the source changes
   */
  void progress(Phase phase, long done, long total);
}
