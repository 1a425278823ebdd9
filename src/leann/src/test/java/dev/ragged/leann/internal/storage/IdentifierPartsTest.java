package dev.ragged.leann.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierPartsTest {
  private static List<String> words(int version, String text) {
    try (Analyzer analyzer = Words.analyzer(version)) {
      return List.copyOf(Words.of(analyzer, text));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "readConfigFile, readconfigfile read config file",
    "read_config_file, read_config_file read config file",
    "__init__, __init__ init",
    "MAX_VALUE, max_value max value",
    "a.b.readConfig, a.b.readconfig readconfig read config",
    "HTTPServer, httpserver http server",
    "parseURL2Map, parseurl2map parse url2 map",
    "sha256Digest, sha256digest sha256 digest",
    "std::vector, std vector",
    "os.path.getSize(x), os.path.getsize os path getsize get size x",
    "\u0447\u0438\u0442\u0430\u0442\u044C\u0424\u0430\u0439\u043B, \u0447\u0438\u0442\u0430\u0442\u044C\u0444\u0430\u0439\u043B \u0447\u0438\u0442\u0430\u0442\u044C \u0444\u0430\u0439\u043B"
  })
  void should_find_identifiers_by_their_parts(String text, String expected) {
    assertEquals(List.of(expected.split(" ")), words(Words.WITH_PARTS, text));
  }

  @Test
  void should_leave_ordinary_words_alone() {
    String text =
        "Don't the U.S. and the E.U. pay 3.14 or 1_000 \u20AC, e.g. for NASA's 3D B2B \u0130stanbul"
            + " na\u00EFve \u4E2D\u6587 user's 5G?";
    assertEquals(words(Words.WHOLE, text), words(Words.WITH_PARTS, text));
  }

  @Test
  void should_not_make_a_text_longer() throws Exception {
    try (Analyzer analyzer = Words.analyzer(Words.WITH_PARTS);
        TokenStream tokens = analyzer.tokenStream("text", "one readConfigFile two")) {
      PositionIncrementAttribute position = tokens.getAttribute(PositionIncrementAttribute.class);
      tokens.reset();
      int length = 0;
      while (tokens.incrementToken()) {
        length += position.getPositionIncrement();
      }
      assertEquals(3, length);
    }
  }
}
