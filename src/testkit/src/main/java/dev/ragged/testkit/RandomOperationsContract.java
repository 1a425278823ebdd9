package dev.ragged.testkit;

import org.junit.jupiter.api.Test;

/** Any sequence of operations gives the same results as the reference store. */
interface RandomOperationsContract extends ContractTest {

  @Test
  default void should_do_as_the_reference_store_does_in_any_sequence() {
    new RandomOperations(this).run();
  }
}
