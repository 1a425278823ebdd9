package dev.ragged.ingest;

import java.nio.charset.StandardCharsets;

/**
 * The lines of a message as they are in its file, to find those that decoded text comes from. Lines
 * of plain text and quoted-printable are found by how they begin; text in base64 has the line
 * before which it was last found.
 */
final class RawLines {
  /** How far ahead a line is looked for. */
  private static final int AHEAD = 200;

  private static final int MIN_KEY = 3;
  private static final int MAX_KEY = 30;

  private final String[] lines;
  private final int first;
  private final int body;

  /**
   * @param first the number of the first line in its file
   */
  RawLines(byte[] message, int first) {
    this.lines = new String(message, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
    this.first = first;
    int line = 0;
    while (line < lines.length && !lines[line].isEmpty()) {
      line++;
    }
    this.body = Math.min(line + 1, lines.length - 1);
  }

  /** The lines of a text that is in the message's body. */
  Positions of(String text) {
    Positions positions = Positions.of(Positions.Unit.LINE);
    int at = body;
    int next = body;
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      String key = key(text, start, end);
      for (int i = next; key != null && i < Math.min(next + AHEAD, lines.length); i++) {
        if (lines[i].startsWith(key)) {
          at = i;
          next = i + 1;
          break;
        }
      }
      positions.add(start, first + at);
      start = end + 1;
    }
    return positions;
  }

  /** The characters of a line's beginning that every encoding but base64 leaves as they are. */
  private static String key(String text, int start, int end) {
    int length = 0;
    while (start + length < end && length < MAX_KEY && isPlain(text.charAt(start + length))) {
      length++;
    }
    return length < MIN_KEY ? null : text.substring(start, start + length);
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7F && c != '=';
  }
}
