package dev.ragged.eval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;

/** The headings of a document in HTML, Markdown or reStructuredText; other files have none. */
final class Headings {
  private static final Pattern MARKDOWN = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*\\s*");

  /** A line of one repeated character, as under a title; at least three, to exclude words. */
  private static final Pattern UNDERLINE = Pattern.compile("([=\\-~^\"'`+*#:.])\\1{2,}\\s*");

  private static final Pattern FENCE = Pattern.compile("\\s*(```|~~~).*");

  private Headings() {}

  static List<String> of(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".html") || name.endsWith(".htm")) {
      return Jsoup.parse(file.toFile()).select("h1, h2, h3, h4").eachText();
    }
    if (name.endsWith(".md") || name.endsWith(".markdown")) {
      return ofLines(lines(file), true);
    }
    if (name.endsWith(".rst") || name.endsWith(".txt")) {
      return ofLines(lines(file), false);
    }
    return List.of();
  }

  private static List<String> lines(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }

  private static List<String> ofLines(List<String> lines, boolean markdown) {
    List<String> headings = new ArrayList<>();
    boolean code = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (markdown && FENCE.matcher(line).matches()) {
        code = !code;
      }
      Matcher hashes = MARKDOWN.matcher(line);
      if (markdown && !code && hashes.matches()) {
        headings.add(plain(hashes.group(1)));
      } else if (!code && i > 0 && UNDERLINE.matcher(line).matches() && isTitle(lines, i - 1)) {
        headings.add(plain(lines.get(i - 1)));
      }
    }
    return headings;
  }

  /** Whether a line stands alone and is no longer than its underline. */
  private static boolean isTitle(List<String> lines, int i) {
    String title = lines.get(i).stripTrailing();
    boolean begins =
        i == 0 || lines.get(i - 1).isBlank() || UNDERLINE.matcher(lines.get(i - 1)).matches();
    return begins
        && !title.isBlank()
        && !Character.isWhitespace(title.charAt(0))
        && !UNDERLINE.matcher(title).matches()
        && title.length() <= lines.get(i + 1).stripTrailing().length();
  }

  /** Removes markup for emphasis, code, links and roles: {@code :class:`Form`} becomes Form. */
  private static String plain(String text) {
    return text.replaceAll(":[a-z:]+:`~?([^`]*)`", "$1")
        .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
        .replaceAll("[`*]+", "")
        .strip();
  }
}
