package dev.ragged.springboot;

import dev.ragged.CollectionInfo;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether the store can be used, and what the collection holds. */
final class RaggedHealthIndicator extends AbstractHealthIndicator {
  private final VectorStore store;
  private final VectorCollection collection;

  RaggedHealthIndicator(VectorStore store, VectorCollection collection) {
    super("ragged cannot be used");
    this.store = store;
    this.collection = collection;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    dev.ragged.Health health = store.health();
    builder.status(health.ok() ? "UP" : "DOWN").withDetail("detail", health.detail());
    if (health.ok()) {
      CollectionInfo info = collection.info();
      builder
          .withDetail("backend", info.backend())
          .withDetail("collection", info.name())
          .withDetail("passages", info.passages());
    }
  }
}
