package dev.ragged.app.chat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text from outside, made fit to stand in a prompt: without what only machines see. */
final class PromptText {
  /**
   * What servers may read as the end of a message and the beginning of another: they look for these
   * marks after the messages were put together.
   */
  private static final Pattern CHAT_MARKS =
      Pattern.compile(
          "<[|\uFF5C]|[|\uFF5C]>|</?(?:s|bos|eos|start_of_turn|end_of_turn|think)>"
              + "|\\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\\]|<</?SYS>>",
          Pattern.CASE_INSENSITIVE);

  private PromptText() {}

  /** Without control and format characters, and with a space in each mark of a chat template. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .filter(PromptText::isVisible)
        .forEach(clean::appendCodePoint);
    return CHAT_MARKS
        .matcher(clean)
        .replaceAll(
            mark ->
                Matcher.quoteReplacement(mark.group().charAt(0) + " " + mark.group().substring(1)));
  }

  /** The same in one line. */
  static String line(String text) {
    return clean(text).replaceAll("\\s+", " ").strip();
  }

  private static boolean isVisible(int c) {
    if (c == '\n' || c == '\t') {
      return true;
    }
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.SURROGATE
        // Joiners are part of how some languages are written.
        && (type != Character.FORMAT || c == 0x200C || c == 0x200D);
  }
}
