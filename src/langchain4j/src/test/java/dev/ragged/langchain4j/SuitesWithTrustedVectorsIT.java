package dev.ragged.langchain4j;

import org.junit.jupiter.api.Nested;

/** LangChain4j's suites with one of its models, whose vectors are trusted. */
class SuitesWithTrustedVectorsIT {
  @Nested
  class Filtering extends FilteringSuite {
    Filtering() {
      super(SetUp.TRUSTED);
    }
  }

  @Nested
  class Removal extends RemovalSuite {
    Removal() {
      super(SetUp.TRUSTED);
    }
  }
}
