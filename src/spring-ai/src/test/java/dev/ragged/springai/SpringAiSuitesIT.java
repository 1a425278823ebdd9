package dev.ragged.springai;

import org.junit.jupiter.api.Nested;

/** Spring AI's own tests of vector stores, in every way to use this one. */
class SpringAiSuitesIT {
  @Nested
  class Bundled extends BaseSuite {
    Bundled() {
      super(SetUp.BUNDLED);
    }
  }

  @Nested
  class Wrapped extends BaseSuite {
    Wrapped() {
      super(SetUp.WRAPPED);
    }
  }

  @Nested
  class Given extends BaseSuite {
    Given() {
      super(SetUp.GIVEN);
    }
  }
}
