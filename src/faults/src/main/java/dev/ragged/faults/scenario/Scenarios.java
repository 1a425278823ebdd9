package dev.ragged.faults.scenario;

import java.util.List;

/**
 * All scenarios. Not among them are {@code config}, {@code list}, {@code stats}, {@code sources}
 * and {@code doctor}, which read what {@link Check} and {@link Get} read too, {@code reindex},
 * which needs a collection that an earlier version made, and {@code migrate}: it needs a server
 * that keeps its own files, which no fault of ours may reach, and writes through the same calls as
 * {@link IndexImport}. The backend's own tests let every operation of a reindex fail.
 */
public final class Scenarios {
  public static final List<Scenario> ALL =
      List.of(
          new AddFirst(),
          new AddNew(),
          new AddMore(),
          new AddChanged(),
          new AddLines(),
          new AddAndLearn(),
          new Update(),
          new DeleteSource(),
          new DeleteIds(),
          new Clear(),
          new Export(),
          new IndexExport(),
          new IndexImport(),
          new Backup(),
          new Restore(),
          new RestoreReplace(),
          new Check(),
          new Get(),
          new Search());

  private Scenarios() {}
}
