package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** A page from anywhere: its text, each line of it from a line of the page. */
@Timeout(120)
class HtmlTextFuzzTest {
  static final String PAGE =
      """
      <!doctype html><html><head><title> Tea &amp; more </title><meta charset="iso-8859-1">
      <style>p { color: red }</style></head><body class="x sidebar-free">
      <nav>Home</nav><header>Site</header><article><header><h1>Tea</h1></header>
      <p>Black, <b>green</b>
      and white.<br>More</p><pre>
      one
        two
      </pre><table><tr><th>a<td>b</table><ul><li>c<li>d</ul>
      <div role="navigation">no</div><script>x < 1</script></article><footer>(c)</footer>
      """;

  static Stream<byte[]> pages() {
    return Stream.of(
            PAGE,
            "<nav>only <a href=x>this</a></nav>",
            "<pre>\r\n\r\na\r\nb</pre><listing>\n c</listing>",
            "<h2>a<h3>b</h2>c<svg><title>d</title></svg><plaintext>e</p>",
            "<table><td><table><p>x</table>y",
            "&#x1F375;&#xD800;&bogus;<!-- a --><![CDATA[b]]>",
            "<pre>a&#10;b&NewLine;c\nd</pre>e&#10;f",
            "<template><p>a</template><select><option>b<textarea>c")
        .map(page -> page.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("pages")
  @FuzzTest
  void should_extract_text(byte[] bytes) {
    String html = new String(bytes, StandardCharsets.UTF_8);
    Document document = HtmlText.extract(html);
    String text = document.text();
    // An entity of one character can stand for two; nothing else grows.
    assertTrue(text.length() <= 2 * html.length() + 1, "longer than its page");
    assertFalse(document.title() != null && document.title().isBlank());
    int lines = (int) html.chars().filter(c -> c == '\n' || c == '\r').count() + 1;
    for (int offset = 0; offset < text.length(); offset++) {
      int line = document.positions().at(offset);
      assertTrue(line >= 1 && line <= lines, line + " of " + lines);
    }
    assertEquals(text, HtmlText.extract(html).text(), "read again");
  }
}
