package dev.ragged.springboot;

import dev.ragged.Arguments;
import dev.ragged.Operation;
import dev.ragged.OperationListener;
import dev.ragged.OperationOutcome;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Meters of a store: a timer {@code ragged.operation} of every operation, and for searches a
 * summary {@code ragged.search.recomputed} of the passages that were re-embedded. Tags are {@code
 * operation}, {@code backend}, {@code collection} ({@code none} for those of a store) and {@code
 * exception}, the simple name of what was thrown or {@code none}.
 */
public final class OperationMeters implements OperationListener {
  private static final String NONE = "none";

  private final MeterRegistry registry;

  /**
   * Meters in a registry.
   *
   * @param registry where they are registered at their first use
   */
  public OperationMeters(MeterRegistry registry) {
    this.registry = Arguments.required(registry, "registry");
  }

  @Override
  public Ending started(Operation operation) {
    return outcome -> record(operation, outcome);
  }

  private void record(Operation operation, OperationOutcome outcome) {
    String collection = operation.collection() == null ? NONE : operation.collection();
    Tags place = Tags.of("backend", operation.backend(), "collection", collection);
    Throwable failure = outcome.failure();
    Timer.builder("ragged.operation")
        .description("Operations on stores and collections of ragged")
        .tags(place)
        .tag("operation", operation.name())
        .tag("exception", failure == null ? NONE : failure.getClass().getSimpleName())
        .register(registry)
        .record(outcome.duration());
    if (outcome.search() != null) {
      DistributionSummary.builder("ragged.search.recomputed")
          .description("Passages that a search re-embedded")
          .baseUnit("passages")
          .tags(place)
          .register(registry)
          .record(outcome.search().recomputed());
    }
  }
}
