package dev.ragged.ingest;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what WhatsApp exports: a text with a time and a name before each message. */
final class WhatsAppChat {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "[\u200E\u200F]?\\[?(\\d{1,4})([./-])(\\d{1,2})[./-](\\d{2,4}),? "
              + "\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?(?:[ \u202F\u00A0]?([AaPp])\\.?[ \u00A0]?[Mm]\\.?)?\\]?"
              + "(?: -)? (?:([^:\n]{1,80}): )?(.*)",
          Pattern.DOTALL);

  /** Messages at the beginning, by which such a file is known. */
  private static final int SAMPLE = 20;

  private static final int MAX_LINE = 100_000;

  private WhatsAppChat() {}

  /** Whether most lines at the beginning are messages, the first one included. */
  static boolean isOne(String text) {
    List<String> lines = text.lines().limit(SAMPLE).toList();
    long named = lines.stream().filter(line -> message(line) != null).count();
    return lines.size() > 1 && message(lines.get(0)) != null && 2 * named > lines.size();
  }

  static Document read(String text, String name, int maxText) throws UnusableFileException {
    TalkBuilder talk =
        new TalkBuilder(name.replaceFirst("(?i)\\.txt$", ""), Positions.Unit.LINE, maxText);
    List<String> lines = text.lines().toList();
    List<Matcher> messages = new ArrayList<>();
    for (String line : lines) {
      messages.add(message(line));
    }
    Order order = Order.of(messages);
    for (int i = 0; i < lines.size(); ) {
      Matcher first = messages.get(i);
      int number = i + 1;
      StringBuilder said = new StringBuilder(first == null ? lines.get(i) : first.group(7));
      for (i++; i < lines.size() && messages.get(i) == null; i++) {
        said.append('\n').append(lines.get(i));
      }
      talk.turn(
          number,
          first == null ? null : first.group(6),
          first == null ? null : order.date(first),
          said.toString());
    }
    return talk.build();
  }

  private static Matcher message(String line) {
    if (line.length() > MAX_LINE) {
      return null;
    }
    Matcher matcher = MESSAGE.matcher(line);
    return matcher.matches() ? matcher : null;
  }

  /** The order of day, month and year, which depends on where the telephone was bought. */
  private enum Order {
    DAY_FIRST,
    MONTH_FIRST;

    static Order of(List<Matcher> messages) {
      boolean halves = false;
      for (Matcher message : messages) {
        if (message != null) {
          if (number(message, 1) > 12) {
            return DAY_FIRST;
          }
          if (number(message, 3) > 12) {
            return MONTH_FIRST;
          }
          halves |= message.group(5) != null && message.group(2).equals("/");
        }
      }
      return halves ? MONTH_FIRST : DAY_FIRST;
    }

    /** The day, since the hour is that of an unknown place. */
    String date(Matcher message) {
      int a = number(message, 1);
      int b = number(message, 3);
      int c = number(message, 4);
      try {
        if (a > 99) {
          return LocalDate.of(a, b, c).toString();
        }
        int year = c < 100 ? 2_000 + c : c;
        return (this == DAY_FIRST ? LocalDate.of(year, b, a) : LocalDate.of(year, a, b)).toString();
      } catch (DateTimeException e) {
        return null;
      }
    }

    private static int number(Matcher message, int group) {
      return Integer.parseInt(message.group(group));
    }
  }
}
