package dev.ragged.langchain4j;

import org.junit.jupiter.api.Nested;

/** LangChain4j's suites on a store without a model. */
class SuitesWithoutModelIT {
  @Nested
  class Filtering extends FilteringSuite {
    Filtering() {
      super(SetUp.ALONE);
    }
  }

  @Nested
  class Removal extends RemovalSuite {
    Removal() {
      super(SetUp.ALONE);
    }
  }
}
