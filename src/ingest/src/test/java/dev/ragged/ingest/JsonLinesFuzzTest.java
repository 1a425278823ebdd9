package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Passages as JSON lines from anywhere: all of them, or the line that is wrong. */
@Timeout(120)
class JsonLinesFuzzTest {
  private static final int MAX_LINE_BYTES = 4_096;
  private static final int DIMENSION = 2;

  @TempDir static Path folder;

  static Stream<byte[]> files() {
    return Stream.of(
            "",
            "{\"id\":\"a\",\"text\":\"A\",\"metadata\":{\"n\":7,\"x\":1.5,\"on\":true}}\n",
            "\uFEFF{\"text\":\"No id\",\"metadata\":{\"tags\":[\"p\",2],\"no\":null}}\r\n\r\n",
            "{\"id\":17,\"embedding\":[1,-2e-3]}\n{\"id\":\"v\",\"embedding\":[0,1e39]}",
            "{\"id\":\"a\",\"text\":\"A\"}\n{\"id\":\"a\",\"text\":\"B\"}\n",
            "{\"text\":\"\\ud800\",\"id\":\"\\u0000\"} {}\n",
            "{\"id\":99999999999999999999,\"text\":\"A\",\"metadata\":{\"n\":99999999999999999999}}",
            "{\"text\":\"A\",\"metadata\":{\"a\":{\"b\":1}}}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("files")
  @FuzzTest
  void should_read_or_refuse(byte[] bytes) throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.deleteIfExists(file);
    Files.write(file, bytes);
    try {
      JsonLines.validate(file, MAX_LINE_BYTES, DIMENSION);
    } catch (RaggedException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
      return;
    }
    // What was validated can be read, and has no id twice.
    List<Passage> passages = new ArrayList<>();
    try (JsonLines lines = new JsonLines(file, MAX_LINE_BYTES, DIMENSION)) {
      for (List<Passage> some = lines.next(2); !some.isEmpty(); some = lines.next(2)) {
        passages.addAll(some);
      }
    }
    assertEquals(
        passages.size(), new HashSet<>(passages.stream().map(Passage::id).toList()).size());
    for (Passage passage : passages) {
      assertTrue(passage.text() != null || passage.vector().length == DIMENSION);
    }
  }
}
