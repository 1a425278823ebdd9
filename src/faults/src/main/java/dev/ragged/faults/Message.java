package dev.ragged.faults;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a message for people must be like. */
final class Message {
  private static final String PREFIX = "ragged: ";

  /** Words that tell a person nothing: of Java and of us. */
  private static final Pattern UNCLEAR =
      Pattern.compile(
          "\\b(?:java|jdk|sun|org|dev)\\.\\w+\\.|\\w*Exception\\b|\\w+Error\\b|\\bnull\\b|^\\s+at "
              + "|unexpected",
          Pattern.MULTILINE);

  private Message() {}

  /**
   * What is wrong with what a command that failed has written; null if nothing is.
   *
   * @param report what it wrote to standard output, if that says what is wrong
   */
  static String wrong(String err, String report) {
    List<String> lines = err.lines().filter(line -> line.startsWith(PREFIX)).toList();
    if (lines.isEmpty()) {
      return report.isBlank() ? "it fails without a message" : unclear(report);
    }
    String last = lines.get(lines.size() - 1);
    if (last.length() < PREFIX.length() + 10 || !last.endsWith(".")) {
      return "its message is no sentence";
    }
    return unclear(err);
  }

  private static String unclear(String text) {
    Matcher unclear = UNCLEAR.matcher(text);
    return unclear.find() ? "its message says '" + unclear.group() + "'" : null;
  }

  /** Whether it says that something may have been changed. */
  static boolean admitsChange(String err) {
    return err.contains("may have been")
        || err.contains("may still undo it")
        || err.contains("is restored, but");
  }
}
