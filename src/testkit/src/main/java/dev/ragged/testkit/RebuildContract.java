package dev.ragged.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ragged.Capability;
import dev.ragged.Filter;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.VectorCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Collections that are made anew, with other words or vectors. */
interface RebuildContract extends ContractTest {

  @Test
  default void should_reindex_words_where_there_are_any_to_renew() {
    VectorCollection animals = animals();
    assertFalse(animals.info().outdatedWords());
    Executable reindex = () -> assertFalse(store().reindexWords("animals", read -> {}));
    if (declared().contains(Capability.LEXICAL_SEARCH)) {
      assertDoesNotThrow(reindex);
      assertThrows(
          NoSuchCollectionException.class, () -> store().reindexWords("stones", read -> {}));
    } else {
      assertThrows(IllegalArgumentException.class, reindex);
    }
    assertEquals(4, animals.count(Filter.all()), "and nothing was closed");
  }

  @Test
  default void should_recode_vectors_where_their_bytes_can_be_chosen() {
    VectorCollection animals = animals();
    Executable recode = () -> assertFalse(store().recodeVectors("animals", read -> {}));
    if (declared().contains(Capability.VECTOR_BYTES)) {
      assertDoesNotThrow(recode);
      assertThrows(
          NoSuchCollectionException.class, () -> store().recodeVectors("stones", read -> {}));
    } else {
      assertThrows(IllegalArgumentException.class, recode);
    }
    assertEquals(4, animals.count(Filter.all()), "and nothing was closed");
  }
}
