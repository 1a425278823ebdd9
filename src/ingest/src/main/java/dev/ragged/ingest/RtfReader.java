package dev.ragged.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Reads rich text with Tika, which takes all text before the first {@code \pard} or {@code \par}
 * for a part of the header and drops it. Both may be missing, so they are added.
 */
final class RtfReader implements DocumentReader {
  /** Groups of the header; all others that are none begin with {@code \*}. */
  private static final Set<String> HEADER =
      Set.of("fonttbl", "filetbl", "colortbl", "stylesheet", "listtables", "revtbl", "info");

  private static final byte[] BODY = "\\pard ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\\par}".getBytes(StandardCharsets.US_ASCII);

  private final DocumentReader parser;

  /**
   * @param parser what reads it once it is mended
   */
  RtfReader(DocumentReader parser) {
    this.parser = parser;
  }

  @Override
  public List<Document> read(Input input) throws Exception {
    byte[] mended = mended(input.bytes());
    return parser.read(new Input(mended, input.name(), input.type(), input.budget()));
  }

  static byte[] mended(byte[] rtf) {
    int body = body(rtf);
    int end = rtf.length;
    while (end > body && rtf[end - 1] != '}') {
      end--;
    }
    ByteArrayOutputStream mended = new ByteArrayOutputStream(rtf.length + 16);
    mended.write(rtf, 0, body);
    mended.writeBytes(BODY);
    mended.write(rtf, body, (end > body ? end - 1 : rtf.length) - body);
    mended.writeBytes(END);
    return mended.toByteArray();
  }

  /** Where the first character or group is that does not belong to the header. */
  private static int body(byte[] rtf) {
    int i = 0;
    while (i < rtf.length && rtf[i] != '{') {
      i++;
    }
    i++;
    while (i < rtf.length) {
      if (rtf[i] == '\\'
          && i + 1 < rtf.length
          && isLetter(rtf[i + 1])
          && !isCharacter(rtf, i + 1)) {
        i = afterWord(rtf, i);
      } else if (rtf[i] == '{' && isHeader(rtf, i + 1)) {
        i = afterGroup(rtf, i);
      } else if (rtf[i] == '\r' || rtf[i] == '\n') {
        i++;
      } else {
        return i;
      }
    }
    return rtf.length;
  }

  private static boolean isHeader(byte[] rtf, int inside) {
    int i = inside;
    while (i < rtf.length && (rtf[i] == '\r' || rtf[i] == '\n')) {
      i++;
    }
    if (i + 1 >= rtf.length || rtf[i] != '\\') {
      return false;
    }
    String word =
        new String(rtf, i + 1, Math.min(20, rtf.length - i - 1), StandardCharsets.ISO_8859_1);
    return word.startsWith("*") || HEADER.contains(word.replaceFirst("(?s)[^a-z].*", ""));
  }

  /** After a control word, its number and the space that ends it. */
  private static int afterWord(byte[] rtf, int start) {
    int i = start + 1;
    while (i < rtf.length && isLetter(rtf[i])) {
      i++;
    }
    while (i < rtf.length && (rtf[i] == '-' || Character.isDigit(rtf[i]))) {
      i++;
    }
    return i < rtf.length && rtf[i] == ' ' ? i + 1 : i;
  }

  private static int afterGroup(byte[] rtf, int start) {
    int depth = 0;
    for (int i = start; i < rtf.length; i++) {
      if (rtf[i] == '\\') {
        i++;
      } else if (rtf[i] == '{') {
        depth++;
      } else if (rtf[i] == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return rtf.length;
  }

  /** Whether a control word is a character by its number. */
  private static boolean isCharacter(byte[] rtf, int word) {
    return rtf[word] == 'u'
        && word + 1 < rtf.length
        && (rtf[word + 1] == '-' || Character.isDigit(rtf[word + 1]));
  }

  private static boolean isLetter(byte b) {
    return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
  }
}
