package dev.ragged.leann.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code .passages.jsonl} from anywhere: each line is a passage, or is refused when asked for. */
@Timeout(120)
class UpstreamPassagesFuzzTest {
  /** Passages are read one by one, so that many would only take time. */
  private static final int MOST = 4;

  @TempDir static Path folder;

  @FuzzTest
  void should_read_or_refuse(byte[] lines) throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    int count = 0;
    try (PickledOffsetsWriter offsets = new PickledOffsetsWriter(pickle)) {
      for (int i = 0; i < lines.length && count < MOST; i++) {
        if (i == 0 || lines[i - 1] == '\n') {
          offsets.put(Integer.toString(count++), i);
        }
      }
    }
    Path passages = FuzzedFiles.write(folder.resolve("x.passages.jsonl"), lines);
    Path index = FuzzedFiles.write(folder.resolve("x.passages.idx"), pickle.toByteArray());
    try (UpstreamPassages opened = UpstreamPassages.open(passages, index)) {
      assertEquals(count, opened.count());
      for (int i = 0; i < count; i++) {
        read(opened, Integer.toString(i), lines.length);
      }
    }
  }

  private static void read(UpstreamPassages passages, String id, int bytes) {
    try {
      Passage passage = passages.get(id);
      assertEquals(id, passage.id());
      assertTrue(passage.text().length() <= bytes);
    } catch (RaggedException e) {
      assertTrue(e.getMessage().endsWith("build the index again."), e.getMessage());
    }
  }
}
