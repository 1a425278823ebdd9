package dev.ragged.app;

import dev.ragged.Filter;
import dev.ragged.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which passages a person means. All that is given must hold.
 *
 * @param where a condition on metadata or text, or null
 * @param in files and folders, any of which
 * @param types endings of file names such as {@code pdf}, any of which
 * @param since the first date, as {@code 2024}, {@code 2024-01} or {@code 2024-01-31}, or null
 * @param before the first date that is too late, or null
 * @param from a part of an author's name, or null
 */
public record Conditions(
    Filter where, List<String> in, List<String> types, String since, String before, String from) {

  /** Every passage. */
  public static final Conditions NONE =
      new Conditions(null, List.of(), List.of(), null, null, null);

  private static final Pattern DATE = Pattern.compile("\\d{4}(-\\d{2}(-\\d{2})?)?");

  /**
   * @throws InvalidRequestException if a date is none, or something is empty
   */
  public Conditions {
    in = List.copyOf(in);
    types = types.stream().map(Conditions::type).toList();
    for (String date : new String[] {since, before}) {
      if (date != null && !DATE.matcher(date).matches()) {
        throw new InvalidRequestException(
            "'" + date + "' is not a date; write it as 2024, 2024-01 or 2024-01-31.");
      }
    }
    if (from != null && from.isBlank() || in.stream().anyMatch(String::isBlank)) {
      throw new InvalidRequestException("A name or path to look for must not be empty.");
    }
  }

  /** Only a condition on metadata or text, or null. */
  public static Conditions where(Filter where) {
    return new Conditions(where, List.of(), List.of(), null, null, null);
  }

  private static String type(String typed) {
    String type = typed.strip().replaceFirst("^\\.", "");
    if (type.isEmpty()) {
      throw new InvalidRequestException("A type is the ending of a file's name, such as pdf.");
    }
    return type;
  }

  /** Whether nothing is given. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** All of it as one condition. */
  public Filter filter() {
    List<Filter> all = new ArrayList<>();
    if (where != null) {
      all.add(Sources.resolved(where));
    }
    if (!in.isEmpty()) {
      all.add(any(in.stream().map(Sources::in).toList()));
    }
    if (!types.isEmpty()) {
      all.add(any(types.stream().map(Conditions::ofType).toList()));
    }
    if (since != null) {
      all.add(dated(Filter.Operator.GREATER_OR_EQUAL, since));
    }
    if (before != null) {
      all.add(dated(Filter.Operator.LESS, before));
    }
    if (from != null) {
      all.add(by(from));
    }
    return all.size() == 1 ? all.get(0) : new Filter.And(all);
  }

  /** A passage has one of the two. */
  private static Filter dated(Filter.Operator operator, String date) {
    return new Filter.Or(
        List.of(
            new Filter.Compare(Metadata.DATE, operator, date),
            new Filter.Compare(Metadata.MODIFIED, operator, date)));
  }

  private static Filter any(List<Filter> filters) {
    return filters.size() == 1 ? filters.get(0) : new Filter.Or(filters);
  }

  /** By the name of the file, or of the document in it; passages of every age have one. */
  static Filter ofType(String type) {
    List<Filter> any = new ArrayList<>();
    for (String spelling :
        new LinkedHashSet<>(
            List.of(type, type.toLowerCase(Locale.ROOT), type.toUpperCase(Locale.ROOT)))) {
      for (String key : List.of(Metadata.SOURCE, Metadata.MEMBER)) {
        any.add(new Filter.StringPart(key, Filter.Position.END, "." + spelling));
      }
    }
    return new Filter.Or(any);
  }

  /** Conditions tell upper from lower case, so the usual spellings are all tried. */
  private static Filter by(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    StringBuilder title = new StringBuilder(lower);
    for (int i = 0; i < title.length(); i++) {
      if (i == 0 || !Character.isLetterOrDigit(title.charAt(i - 1))) {
        title.setCharAt(i, Character.toUpperCase(title.charAt(i)));
      }
    }
    Set<String> spellings = new LinkedHashSet<>();
    spellings.add(name);
    spellings.add(lower);
    spellings.add(title.toString());
    spellings.add(name.toUpperCase(Locale.ROOT));
    return any(
        spellings.stream()
            .<Filter>map(
                spelling ->
                    new Filter.StringPart(Metadata.AUTHOR, Filter.Position.ANYWHERE, spelling))
            .toList());
  }
}
