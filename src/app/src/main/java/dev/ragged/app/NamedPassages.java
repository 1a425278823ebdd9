package dev.ragged.app;

import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.app.answer.Place;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Passages by what a person calls them: an id, a file or folder, {@code FILE:12} or {@code
 * FILE:12-40}, or a pattern of files such as {@code src/**}{@code /*.java}. The numbers are lines,
 * or pages, slides, rows or cells, whichever the file has.
 */
final class NamedPassages {
  /** By file, then by number: #2 before #10. */
  static final Comparator<Passage> IN_ORDER =
      Comparator.comparing((Passage passage) -> source(passage.id()))
          .thenComparing(passage -> number(passage.id()));

  private static final Pattern RANGE = Pattern.compile("(.+):(\\d{1,9})(?:-(\\d{1,9}))?");
  private static final Pattern SPECIAL = Pattern.compile("[*?\\[{]");

  private final VectorCollection collection;

  NamedPassages(VectorCollection collection) {
    this.collection = collection;
  }

  /** The passages in order; none if nothing is called so. */
  List<Passage> find(String name) {
    List<Passage> byId = collection.get(Selection.ids(name), PageRequest.first(1)).items();
    if (!byId.isEmpty()) {
      return byId;
    }
    List<Passage> files = inOrder(Sources.in(name), passage -> true);
    if (!files.isEmpty()) {
      return files;
    }
    Matcher range = RANGE.matcher(name);
    if (range.matches()) {
      long from = Long.parseLong(range.group(2));
      long to = range.group(3) == null ? from : Long.parseLong(range.group(3));
      return inOrder(
          new Filter.And(List.of(Sources.in(range.group(1)), overlapping(from, to))),
          passage -> true);
    }
    return SPECIAL.matcher(name).find() ? matching(name) : List.of();
  }

  private static Filter overlapping(long from, long to) {
    List<Filter> units = new ArrayList<>();
    for (Place.Unit unit : Place.Unit.values()) {
      units.add(
          new Filter.And(
              List.of(
                  new Filter.Compare(unit.firstKey, Filter.Operator.LESS_OR_EQUAL, to),
                  new Filter.Compare(unit.lastKey, Filter.Operator.GREATER_OR_EQUAL, from))));
    }
    return new Filter.Or(units);
  }

  private List<Passage> matching(String pattern) {
    Matcher special = SPECIAL.matcher(pattern);
    int start = special.find() ? pattern.lastIndexOf('/', special.start()) + 1 : 0;
    String folder = Sources.absolute(start == 0 ? "." : pattern.substring(0, start));
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    String rest = pattern.substring(start);
    List<PathMatcher> matchers = new ArrayList<>();
    try {
      // As in most shells, ** also stands for no folder at all.
      for (String glob : List.of(rest, rest.replace("**/", ""))) {
        matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + glob));
      }
    } catch (PatternSyntaxException e) {
      throw new InvalidRequestException(
          "'" + pattern + "' is not a pattern of files: " + e.getDescription() + ".", e);
    }
    return inOrder(
        new Filter.StringPart(Metadata.SOURCE, Filter.Position.START, prefix),
        passage -> {
          String source = (String) passage.metadata().get(Metadata.SOURCE).orElse("");
          return matches(matchers, source.substring(Math.min(prefix.length(), source.length())));
        });
  }

  private static boolean matches(List<PathMatcher> matchers, String name) {
    try {
      Path path = Path.of(name);
      return matchers.stream().anyMatch(matcher -> matcher.matches(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private List<Passage> inOrder(Filter filter, Predicate<Passage> also) {
    return collection.stream(Selection.where(filter)).filter(also).sorted(IN_ORDER).toList();
  }

  /** The passages with so many before and after each of the same file. */
  List<Passage> withNeighbours(List<Passage> passages, int context) {
    Set<String> ids = new TreeSet<>();
    for (Passage passage : passages) {
      int number = number(passage.id());
      for (int i = Math.max(0, number - context); number >= 0 && i <= number + context; i++) {
        ids.add(source(passage.id()) + "#" + i);
      }
      ids.add(passage.id());
    }
    return collection.stream(Selection.ids(List.copyOf(ids))).sorted(IN_ORDER).toList();
  }

  private static String source(String id) {
    return number(id) < 0 ? id : id.substring(0, id.lastIndexOf('#'));
  }

  /** The number of a passage in its file, or -1 if its id has none. */
  private static int number(String id) {
    int mark = id.lastIndexOf('#');
    String digits = id.substring(mark + 1);
    return mark > 0 && digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
  }
}
