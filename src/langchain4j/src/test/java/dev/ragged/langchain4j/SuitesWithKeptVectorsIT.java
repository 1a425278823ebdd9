package dev.ragged.langchain4j;

import org.junit.jupiter.api.Nested;

/** LangChain4j's suites with one of its models, whose vectors are kept. */
class SuitesWithKeptVectorsIT {
  @Nested
  class Filtering extends FilteringSuite {
    Filtering() {
      super(SetUp.KEPT);
    }
  }

  @Nested
  class Removal extends RemovalSuite {
    Removal() {
      super(SetUp.KEPT);
    }
  }
}
