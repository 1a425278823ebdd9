package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.axis;
import static dev.ragged.testkit.ContractTest.bare;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.Capability;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hits with their vectors. */
interface HitVectorsContract extends ContractTest {

  private List<SearchRequest> requests() {
    List<SearchRequest> requests = new ArrayList<>();
    requests.add(SearchRequest.vector(axis(2)).withK(9));
    for (SearchMode mode : offered()) {
      requests.add(SearchRequest.text("a cat barks at the honey").withK(9).withMode(mode));
    }
    return requests;
  }

  @Test
  default void should_return_the_vectors_of_hits_if_asked() {
    VectorCollection animals = animals();
    float[] odd = axis(3);
    odd[7] = -2.7f;
    animals.add(List.of(bare("bare", axis(2)), new Passage("odd", "a honey cake", null, odd)));
    for (SearchRequest request : requests()) {
      for (Hit hit : animals.search(request).hits()) {
        assertNull(hit.vector(), request.mode().name());
      }
      SearchResult result = animals.search(request.withVectors(true));
      assertTrue(result.hits().size() > 1, request.mode().name());
      for (Hit hit : result.hits()) {
        assertArrayEquals(
            animals.embeddings(List.of(hit.id())).get(0), hit.vector(), request.mode() + hit.id());
        assertEquals(
            hit.withVector(null),
            animals.search(request).hits().get(result.hits().indexOf(hit)),
            "nothing else differs");
      }
    }
  }

  @Test
  default void should_give_the_caller_vectors_of_its_own() {
    VectorCollection animals = animals();
    for (SearchRequest request : requests()) {
      List<Hit> before = animals.search(request.withVectors(true)).hits();
      float[] first = before.get(0).vector().clone();
      before.get(0).vector()[0] = 99;
      assertArrayEquals(first, animals.search(request.withVectors(true)).hits().get(0).vector());
    }
  }

  @Test
  default void should_embed_nothing_twice_for_the_vectors_of_hits() {
    assumeTrue(can(Capability.RECOMPUTE), "embeds nothing to search");
    animals();
    for (SearchRequest request : requests()) {
      VectorCollection fresh = another(embedder()).open("animals");
      int question = request.vector() == null && request.mode() != SearchMode.LEXICAL ? 1 : 0;
      embedder().embedded().set(0);
      SearchResult result = fresh.search(request.withVectors(true));
      int obtained =
          request.mode() == SearchMode.LEXICAL && fresh.info().keptVectorBytes() == 0
              ? result.hits().size()
              : 0;
      assertEquals(
          question + result.stats().recomputed() + obtained,
          embedder().embedded().get(),
          request.mode().name());
    }
  }
}
