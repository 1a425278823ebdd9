package dev.ragged.leann.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamPassagesTest {
  @TempDir Path folder;

  @Test
  void should_be_read_by_others_after_a_thread_was_interrupted() throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    StringBuilder lines = new StringBuilder();
    try (PickledOffsetsWriter offsets = new PickledOffsetsWriter(pickle)) {
      for (int i = 0; i < 3; i++) {
        offsets.put("" + i, lines.length());
        lines.append("{\"id\": \"").append(i).append("\", \"text\": \"text ").append(i);
        lines.append(" ".repeat(20_000)).append("\"}\n");
      }
    }
    Path passages = folder.resolve("x.passages.jsonl");
    Files.write(passages, lines.toString().getBytes(StandardCharsets.UTF_8));
    Path index = Files.write(folder.resolve("x.passages.idx"), pickle.toByteArray());
    try (UpstreamPassages opened = UpstreamPassages.open(passages, index)) {
      Thread.currentThread().interrupt();
      assertEquals("text 1", opened.get("1").text().strip());
      assertTrue(Thread.interrupted());
      for (int i = 0; i < 3; i++) {
        assertEquals("text " + i, opened.get("" + i).text().strip());
      }
    }
  }
}
