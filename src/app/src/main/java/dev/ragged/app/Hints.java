package dev.ragged.app;

import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why nothing was found: which key, path or kind of a condition no passage has, with the nearest
 * that some have. Looked for only when nothing was found, and what is near among the first passages
 * only, so that it costs little.
 */
final class Hints {
  private static final int LOOK_AT = 2_000;

  private final List<VectorCollection> collections;
  private final Set<String> keys = new TreeSet<>();
  private final Map<String, String> sources = new HashMap<>();
  private boolean looked;

  private Hints(List<VectorCollection> collections) {
    this.collections = collections;
  }

  /** The hints, a sentence each. */
  static List<String> of(Collection<VectorCollection> collections, Conditions conditions) {
    Hints hints = new Hints(List.copyOf(collections));
    List<String> found = new ArrayList<>();
    if (conditions.where() != null) {
      Used used = new Used();
      conditions.where().accept(used);
      used.keys.forEach(key -> hints.key(key).ifPresent(found::add));
      used.sources.forEach(path -> hints.path(path).ifPresent(found::add));
    }
    conditions.in().forEach(path -> hints.path(path).ifPresent(found::add));
    for (String type : conditions.types()) {
      if (hints.isNowhere(Conditions.ofType(type))) {
        found.add("No passage comes from a file whose name ends in '." + type + "'.");
      }
    }
    boolean dated = conditions.since() != null || conditions.before() != null;
    if (dated
        && hints.isNowhere(new Filter.Exists(Metadata.DATE))
        && hints.isNowhere(new Filter.Exists(Metadata.MODIFIED))) {
      found.add("No passage has a date.");
    }
    if (conditions.from() != null && hints.isNowhere(new Filter.Exists(Metadata.AUTHOR))) {
      found.add("No passage has an author.");
    }
    return found;
  }

  /** What was probably meant by names of files or passages that nothing has. */
  static List<String> of(VectorCollection collection, List<String> names) {
    Hints hints = new Hints(List.of(collection));
    List<String> found = new ArrayList<>();
    for (String name : names) {
      hints
          .nearest(name.replaceFirst("(#\\d+|:\\d+(-\\d+)?)$", ""))
          .ifPresent(
              near -> found.add("Nothing is called '" + name + "'; did you mean '" + near + "'?"));
    }
    return found;
  }

  /** Those of the ids that are files, whose passages have other ids. */
  static List<String> ofFiles(VectorCollection collection, List<String> ids) {
    return ids.stream()
        .filter(id -> collection.count(Sources.in(id)) > 0)
        .map(id -> "'" + id + "' is a file and no id; delete its passages with --in " + id + ".")
        .toList();
  }

  private boolean isNowhere(Filter filter) {
    return collections.stream().allMatch(collection -> collection.count(filter) == 0);
  }

  private Optional<String> key(String key) {
    if (!isNowhere(new Filter.Exists(key))) {
      return Optional.empty();
    }
    look();
    return Optional.of("No passage has '" + key + "'" + meant(Nearest.of(key, keys)));
  }

  private Optional<String> path(String path) {
    if (!isNowhere(Sources.in(path))) {
      return Optional.empty();
    }
    return Optional.of("No passage comes from '" + path + "'" + meant(nearest(path)));
  }

  /** The file or folder whose name is like that of a path. */
  private Optional<String> nearest(String path) {
    look();
    String name = name(path);
    return Optional.ofNullable(sources.get(name))
        .or(() -> Nearest.of(name, sources.keySet()).map(sources::get));
  }

  private static String meant(Optional<String> nearest) {
    return nearest.map(name -> "; did you mean '" + name + "'?").orElse(".");
  }

  private void look() {
    if (looked) {
      return;
    }
    looked = true;
    for (VectorCollection collection : collections) {
      for (Passage passage : collection.get(Selection.all(), PageRequest.first(LOOK_AT)).items()) {
        keys.addAll(passage.metadata().asMap().keySet());
        if (passage.metadata().get(Metadata.SOURCE).orElse(null) instanceof String source) {
          sources.put(name(source), source);
          String folder = source.substring(0, Math.max(0, source.lastIndexOf('/')));
          if (!folder.isEmpty()) {
            sources.putIfAbsent(name(folder), folder);
          }
        }
      }
    }
  }

  private static String name(String path) {
    String plain = path.replaceFirst("/+$", "");
    return plain.substring(plain.lastIndexOf('/') + 1);
  }

  /** The keys and files that a condition is about. */
  private static final class Used implements Filter.Visitor<Void> {
    final Set<String> keys = new LinkedHashSet<>();
    final Set<String> sources = new LinkedHashSet<>();

    @Override
    public Void compare(Filter.Compare compare) {
      keys.add(compare.key());
      if (compare.key().equals(Metadata.SOURCE)
          && compare.operator() == Filter.Operator.EQUAL
          && compare.value() instanceof String path) {
        sources.add(path);
      }
      return null;
    }

    @Override
    public Void in(Filter.In in) {
      keys.add(in.key());
      return null;
    }

    @Override
    public Void exists(Filter.Exists exists) {
      keys.add(exists.key());
      return null;
    }

    @Override
    public Void stringPart(Filter.StringPart part) {
      keys.add(part.key());
      return null;
    }

    @Override
    public Void textContains(Filter.TextContains contains) {
      return null;
    }

    @Override
    public Void and(Filter.And and) {
      and.filters().forEach(filter -> filter.accept(this));
      return null;
    }

    @Override
    public Void or(Filter.Or or) {
      or.filters().forEach(filter -> filter.accept(this));
      return null;
    }

    @Override
    public Void not(Filter.Not not) {
      return not.filter().accept(this);
    }
  }
}
