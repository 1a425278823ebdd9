package dev.ragged.springboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.ragged.Health;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class RaggedHealthIndicatorTest {
  @Test
  void should_say_what_is_wrong_with_the_store() {
    VectorStore store = mock(VectorStore.class);
    VectorCollection collection = mock(VectorCollection.class);
    when(store.health()).thenReturn(new Health(false, "The engine is missing."));
    org.springframework.boot.health.contributor.Health health =
        new RaggedHealthIndicator(store, collection).health();
    assertEquals(Status.DOWN, health.getStatus());
    assertEquals("The engine is missing.", health.getDetails().get("detail"));
    verifyNoInteractions(collection);
  }
}
