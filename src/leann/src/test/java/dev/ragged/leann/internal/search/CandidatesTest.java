package dev.ragged.leann.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidatesTest {
  @ParameterizedTest
  @CsvSource({
    "256, 0, 256",
    "256, 40000, 256",
    "256, 65536, 256",
    "256, 262144, 512",
    "256, 1048576, 1024",
    "2147483647, 2147483647, 2147483647"
  })
  void should_take_more_of_kept_vectors_among_more_passages(int asked, int passages, int taken) {
    assertEquals(taken, Candidates.ofKept(asked, passages));
  }
}
