package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes from anywhere as text: decoded, or a reason why not. */
@Timeout(120)
class TextDecoderFuzzTest {
  static Stream<byte[]> texts() {
    return Stream.of(
        "Tea \u2615".getBytes(StandardCharsets.UTF_8),
        "\uFEFFTea".getBytes(StandardCharsets.UTF_8),
        "\uFEFFTea".getBytes(StandardCharsets.UTF_16LE),
        "\uFEFFTea".getBytes(StandardCharsets.UTF_16BE),
        "\uFEFFTea".getBytes(Charset.forName("UTF-32LE")),
        "\uFEFFTea".getBytes(Charset.forName("UTF-32BE")),
        "Caf\u00e9 \u00fcber".getBytes(StandardCharsets.ISO_8859_1),
        "\u304a\u8336".getBytes(Charset.forName("Shift_JIS")),
        "<meta charset='koi8-r'>\u0447\u0430\u0439".getBytes(Charset.forName("KOI8-R")),
        "<meta charset=utf-7>\u00e9".getBytes(StandardCharsets.ISO_8859_1),
        "<meta charset=..>\u00e9".getBytes(StandardCharsets.ISO_8859_1));
  }

  @MethodSource("texts")
  @FuzzTest
  void should_decode_or_refuse(byte[] bytes) {
    try {
      String text = TextDecoder.decode(bytes);
      assertTrue(text.length() <= bytes.length, "more characters than bytes");
      byte[] again = text.getBytes(StandardCharsets.UTF_8);
      if (Arrays.equals(again, bytes)) {
        assertEquals(text, TextDecoder.decodeHtml(bytes), "UTF-8 is certain");
      }
    } catch (UnusableFileException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }
    try {
      TextDecoder.decodeHtml(bytes);
    } catch (UnusableFileException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }
  }
}
