package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BatchSizeTest {

  @Test
  void should_take_some_seconds_whatever_the_machine() {
    BatchSize size = new BatchSize(1_024);
    assertEquals(64, size.passages(), "nothing is known yet");
    size.wrote(64, 2);
    assertEquals(320, size.passages());
    size.wrote(320, 1);
    assertEquals(1_024, size.passages());
    size.wrote(1_024, 1_000);
    assertEquals(64, size.passages());
    size.wrote(0, 5);
    assertEquals(64, size.passages());
    size.wrote(5, 0);
    assertEquals(1_024, size.passages());
  }

  @Test
  void should_never_exceed_its_limit() {
    BatchSize size = new BatchSize(8);
    assertEquals(8, size.passages());
    size.wrote(8, 100);
    assertEquals(8, size.passages());
    size.wrote(8, 0.001);
    assertEquals(8, size.passages());
  }
}
