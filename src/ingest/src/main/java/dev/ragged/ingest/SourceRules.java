package dev.ragged.ingest;

import java.util.List;
import java.util.Locale;

/**
 * What of a folder belongs into a collection. Patterns are written as in a {@code .gitignore}.
 *
 * @param include if there are any, only files that one of these patterns matches
 * @param exclude no file or folder that one of these patterns matches
 * @param types if there are any, only files whose names end in a dot and one of these, in lower
 *     case
 * @param noIgnore whether to disregard Git's ignore files
 */
public record SourceRules(
    List<String> include, List<String> exclude, List<String> types, boolean noIgnore) {
  /** All of a folder but what ignore files name. */
  public static final SourceRules NONE = new SourceRules(List.of(), List.of(), List.of(), false);

  /** The longest pattern. */
  public static final int MAX_PATTERN = 1_000;

  /**
   * @throws IllegalArgumentException if a pattern or a type can match nothing
   */
  public SourceRules {
    include = checked(include);
    exclude = checked(exclude);
    types = types.stream().map(SourceRules::type).distinct().toList();
  }

  private static List<String> checked(List<String> patterns) {
    for (String pattern : patterns) {
      if (pattern.isBlank() || pattern.length() > MAX_PATTERN || pattern.indexOf('\n') >= 0) {
        throw new IllegalArgumentException(
            "'"
                + pattern
                + "' is no pattern; write one as in a .gitignore, such as '*.md' or 'drafts/'.");
      }
    }
    return List.copyOf(patterns);
  }

  private static String type(String type) {
    String plain = (type.startsWith(".") ? type.substring(1) : type).strip();
    if (plain.isEmpty() || plain.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "'" + type + "' is no type; write the end of a file's name, such as 'pdf'.");
    }
    return plain.toLowerCase(Locale.ROOT);
  }
}
