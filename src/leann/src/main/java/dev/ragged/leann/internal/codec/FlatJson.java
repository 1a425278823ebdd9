package dev.ragged.leann.internal.codec;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes apart JSON as metadata has it, without white space, and leaves all values as they are. */
final class FlatJson {
  /** Keys are bytes, a character each. */
  static final Charset BYTES = StandardCharsets.ISO_8859_1;

  /** So many fit a long whatever they are. */
  private static final int MAX_DIGITS = 18;

  private FlatJson() {}

  /**
   * A member of an object.
   *
   * @param key as it stands between quotes
   * @param from where its value begins, quotes included
   * @param number whether it is a whole number as {@link Long#toString} writes it
   */
  record Member(String key, int from, int to, boolean number) {
    long value(byte[] json) {
      return Long.parseLong(new String(json, from, to - from, BYTES));
    }
  }

  /** The members of an object; null if it is none, or not written as metadata is. */
  static List<Member> members(byte[] json, int from, int to) {
    if (to - from < 2 || json[from] != '{' || json[to - 1] != '}') {
      return null;
    }
    List<Member> members = new ArrayList<>();
    int at = from + 1;
    while (at < to - 1) {
      int keyEnd = endOfString(json, at, to);
      if (keyEnd < 0 || keyEnd >= to || json[keyEnd] != ':') {
        return null;
      }
      int end = endOfValue(json, keyEnd + 1, to);
      if (end < 0 || end >= to || (end == to - 1 ? json[end] != '}' : json[end] != ',')) {
        return null;
      }
      String key = new String(json, at + 1, keyEnd - at - 2, BYTES);
      members.add(new Member(key, keyEnd + 1, end, isNumber(json, keyEnd + 1, end)));
      at = end + 1;
    }
    return at == to ? members : null;
  }

  /** Behind the quotes of a string that begins here; -1 if none does. */
  private static int endOfString(byte[] json, int from, int to) {
    if (from >= to || json[from] != '"') {
      return -1;
    }
    for (int i = from + 1; i < to; i++) {
      if (json[i] == '\\') {
        i++;
      } else if (json[i] == '"') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int endOfValue(byte[] json, int from, int to) {
    int depth = 0;
    int i = from;
    while (i >= 0 && i < to) {
      byte c = json[i];
      if (depth == 0 && (c == ',' || c == '}')) {
        return i;
      }
      depth += c == '[' || c == '{' ? 1 : 0;
      depth -= c == ']' || c == '}' ? 1 : 0;
      i = c == '"' ? endOfString(json, i, to) : i + 1;
    }
    return -1;
  }

  private static boolean isNumber(byte[] json, int from, int to) {
    boolean negative = from < to && json[from] == '-';
    int digits = from + (negative ? 1 : 0);
    return digits < to
        && digitsAtEnd(json, digits, to) == to - digits
        && !(negative && json[digits] == '0');
  }

  /** The length of the longest end that is a whole number as {@link Long#toString} writes it. */
  static int digitsAtEnd(byte[] string, int from, int to) {
    int start = to;
    while (start > from && to - start < MAX_DIGITS && isDigit(string[start - 1])) {
      start--;
    }
    while (start < to - 1 && string[start] == '0') {
      start++;
    }
    return to - start;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
