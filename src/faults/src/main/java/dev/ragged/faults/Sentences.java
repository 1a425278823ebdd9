package dev.ragged.faults;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a message to people may not have. */
final class Sentences {
  private static final Pattern CLASS =
      Pattern.compile(
          "\\b(java|javax|jdk|sun|org|com|dev|ai)(\\.\\w+)+\\.[A-Z]\\w*"
              + "|\\b[A-Z]\\w*(Exception|Error)\\b"
              + "|\\bat [\\w.$]+\\(|0x[0-9a-f]{8}|@[0-9a-f]{6,8}\\b");
  private static final Pattern NULL = Pattern.compile("(^|[ :(])null([ .,;:)]|$)");

  private Sentences() {}

  /**
   * What is unclear in a message, or null if nothing is.
   *
   * @param input what the message may quote, whatever it is
   */
  static String unclear(String message, String input) {
    if (message == null || message.isBlank()) {
      return "no message";
    }
    Matcher name = CLASS.matcher(message);
    while (name.find()) {
      if (!input.contains(name.group())) {
        return "the message names '" + name.group() + "': " + message;
      }
    }
    if (NULL.matcher(message).find() && !input.contains("null")) {
      return "the message says null: " + message;
    }
    if (message.contains("n unexpected ")) {
      return "nobody expected it: " + message;
    }
    return control(message, false);
  }

  /** A character that controls a terminal, or null if there is none. */
  static String control(String text, boolean linesAllowed) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean line = linesAllowed && (c == '\n' || c == '\t');
      if (Character.isISOControl(c) && !line || c >= 0x202A && c <= 0x202E) {
        return String.format(
            "the control character U+%04X in: %s", (int) c, text.substring(Math.max(0, i - 40), i));
      }
    }
    return null;
  }
}
