package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtfReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Minutes: new.| Minutes: new.",
        "Minutes: new.\\par| Minutes: new.",
        "{\\b Bold} first\\par last one.| Bold first/last one.",
        "\\pard Old\\par new| Old/new",
        "{\\fonttbl{\\f0 Times;}}{\\*\\generator X {y};}{\\info{\\title T}}{\\i Text} here.| Text here.",
        "\\deff0\\uc1 \\u252?ber \\'e4\\{a\\}| \u00fcber \u00e4{a}",
        "\\'dcber alles| \u00dcber alles"
      })
  void should_read_text_however_paragraphs_end(String body, String text) throws Exception {
    ReadPassages read = ReadPassages.of("a.rtf", "{\\rtf1\\ansi " + body + "}");
    assertEquals(text, read.text().strip().replaceAll("\n+", "/"));
  }

  @Test
  void should_read_what_is_cut_short() throws Exception {
    assertEquals("Minutes", ReadPassages.of("a.rtf", "{\\rtf1\\ansi Minutes").text().strip());
    for (String nothing :
        new String[] {"{\\rtf1", "{\\rtf1}", "{\\rtf1{\\fonttbl{\\f0 x", "{\\rtf1\\"}) {
      assertThrows(UnusableFileException.class, () -> ReadPassages.of("a.rtf", nothing), nothing);
    }
  }
}
