package dev.ragged.langchain4j;

import org.junit.jupiter.api.Nested;

/** LangChain4j's suites with ragged's bundled model. */
class SuitesWithBundledModelIT {
  @Nested
  class Filtering extends FilteringSuite {
    Filtering() {
      super(SetUp.BUNDLED);
    }
  }

  @Nested
  class Removal extends RemovalSuite {
    Removal() {
      super(SetUp.BUNDLED);
    }
  }
}
