package dev.ragged.faults;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Strings and bytes that programs stumble over. */
final class HostileText {
  private static final List<String> STRINGS =
      List.of(
          "",
          " ",
          "\u0000",
          "\u001b[31mred\u001b[2J\u0007",
          "\u009b31m",
          "\u202eevil\u2066",
          "\ud800",
          "a\udc00b",
          "\ufeff",
          "\uffff",
          "\r\n\r\n",
          "null",
          "NaN",
          "-1",
          "0",
          "1e999",
          "-0.0",
          "99999999999999999999999",
          "2147483648",
          "-9223372036854775809",
          "true",
          "--",
          "-",
          "--help",
          "@file",
          "../../etc/passwd",
          "/",
          "~",
          "%s%n%d",
          "${jndi:ldap://127.0.0.1:1/x}",
          "{{7*7}}",
          "'; DROP TABLE passages; --",
          "<script>alert(1)</script>",
          "\"",
          "\\",
          "{}",
          "[]",
          "a".repeat(300),
          "\u0301".repeat(500),
          "\ud83d\ude00",
          "con",
          ".",
          "..",
          "...");

  private HostileText() {}

  static String string(Random random) {
    return STRINGS.get(random.nextInt(STRINGS.size()));
  }

  /** Changes a text in one to four places. */
  static String mutate(String text, Random random) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(changed.length() + 1);
      int to = Math.min(changed.length(), at + 1 + random.nextInt(8));
      switch (random.nextInt(6)) {
        case 0 -> changed.insert(at, string(random));
        case 1 -> changed.delete(at, to);
        case 2 -> changed.replace(at, to, string(random));
        case 3 -> changed.insert(at, changed.substring(at, to).repeat(1 + random.nextInt(40)));
        case 4 -> changed.setLength(at);
        default -> changed.insert(at, "{}[]\",:&*!|>%@`#-?".charAt(random.nextInt(18)));
      }
    }
    return changed.toString();
  }

  /** Changes bytes in one to eight places. */
  static byte[] mutate(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    for (int i = 1 + random.nextInt(8); i > 0 && changed.length > 0; i--) {
      int at = random.nextInt(changed.length);
      int to = Math.min(changed.length, at + 1 + random.nextInt(64));
      switch (random.nextInt(6)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt();
        case 2 -> Arrays.fill(changed, at, to, (byte) 0);
        case 3 -> Arrays.fill(changed, at, to, (byte) 0xFF);
        case 4 -> changed = Arrays.copyOf(changed, Math.max(1, at));
        default -> {
          byte[] longer = Arrays.copyOf(changed, changed.length + to - at);
          System.arraycopy(changed, at, longer, to, changed.length - at);
          changed = longer;
        }
      }
    }
    return changed;
  }

  /** A text in one of many encodings, with or without its mark, perhaps cut within a character. */
  static byte[] encoded(String text, Random random) {
    List<String> names =
        List.of(
            "UTF-8",
            "UTF-16LE",
            "UTF-16BE",
            "UTF-32LE",
            "UTF-32BE",
            "GB18030",
            "Big5",
            "Shift_JIS",
            "ISO-2022-JP",
            "IBM037",
            "KOI8-R");
    byte[] bytes = text.getBytes(Charset.forName(names.get(random.nextInt(names.size()))));
    byte[] mark =
        switch (random.nextInt(5)) {
          case 0 -> new byte[] {(byte) 0xFF, (byte) 0xFE};
          case 1 -> new byte[] {(byte) 0xFE, (byte) 0xFF};
          case 2 -> new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
          case 3 -> new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF};
          default -> new byte[0];
        };
    byte[] all = Arrays.copyOf(mark, mark.length + bytes.length);
    System.arraycopy(bytes, 0, all, mark.length, bytes.length);
    return Arrays.copyOf(all, Math.max(1, all.length - random.nextInt(3)));
  }

  /** Something nested deeply. */
  static String nested(String open, String inner, String close, int depth) {
    return open.repeat(depth) + inner + close.repeat(depth);
  }

  static byte[] bytes(String text) {
    // Lone surrogates become question marks, as in a shell.
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
