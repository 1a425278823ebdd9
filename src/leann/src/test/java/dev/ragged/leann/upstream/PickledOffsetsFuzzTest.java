package dev.ragged.leann.upstream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ragged.RaggedException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** {@code .passages.idx} from anywhere: offsets come out of it, or it is refused. */
@Timeout(120)
class PickledOffsetsFuzzTest {
  @FuzzTest
  void should_read_or_refuse(byte[] pickle) {
    try {
      Map<String, Long> offsets = PickledOffsets.read(Path.of("x.idx"), pickle);
      assertTrue(offsets.size() < pickle.length, "more passages than bytes");
      // Casts that the compiler leaves out of the reader, which has only objects on its stack.
      for (Map.Entry<String, Long> entry : offsets.entrySet()) {
        assertTrue(entry.getKey().length() <= pickle.length);
        assertTrue(entry.getValue().compareTo(Long.MIN_VALUE) >= 0);
      }
    } catch (RaggedException e) {
      assertTrue(e.getMessage().endsWith("build the index again."), e.getMessage());
    }
  }
}
