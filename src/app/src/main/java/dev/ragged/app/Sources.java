package dev.ragged.app;

import dev.ragged.Filter;
import dev.ragged.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that passages come from, by the paths that people type. A passage has the real,
 * absolute path of its file as its source, or what whoever added it chose to call it.
 */
final class Sources {
  private static final String HOME = "~/";

  private Sources() {}

  /** The path as a passage has it, also for a file that is gone. */
  static String absolute(String path) {
    String home = System.getenv("HOME");
    String typed = path.startsWith(HOME) && home != null ? home + path.substring(1) : path;
    try {
      Path whole = Path.of(typed).toAbsolutePath().normalize();
      for (Path existing = whole; existing != null; existing = existing.getParent()) {
        if (Files.exists(existing)) {
          return existing.toRealPath().resolve(existing.relativize(whole)).normalize().toString();
        }
      }
      return whole.toString();
    } catch (InvalidPathException | IOException e) {
      return path;
    }
  }

  /** Passages of a file, or of the files in a folder. */
  static Filter in(String path) {
    String absolute = absolute(path);
    String folder = absolute.endsWith("/") ? absolute : absolute + "/";
    return new Filter.Or(
        List.of(
            new Filter.In(Metadata.SOURCE, List.of(absolute, path)),
            new Filter.StringPart(Metadata.SOURCE, Filter.Position.START, folder)));
  }

  /** The same condition, where a relative path as the source stands for the absolute one too. */
  static Filter resolved(Filter filter) {
    return filter.accept(new Resolving());
  }

  private static final class Resolving implements Filter.Visitor<Filter> {
    @Override
    public Filter compare(Filter.Compare compare) {
      if (compare.key().equals(Metadata.SOURCE) && compare.value() instanceof String path) {
        Filter either = new Filter.In(Metadata.SOURCE, List.of(path, absolute(path)));
        if (compare.operator() == Filter.Operator.EQUAL) {
          return either;
        }
        if (compare.operator() == Filter.Operator.NOT_EQUAL) {
          return new Filter.Not(either);
        }
      }
      return compare;
    }

    @Override
    public Filter in(Filter.In in) {
      if (!in.key().equals(Metadata.SOURCE)) {
        return in;
      }
      List<Object> values = new ArrayList<>(in.values());
      for (Object value : in.values()) {
        if (value instanceof String path) {
          values.add(absolute(path));
        }
      }
      return new Filter.In(in.key(), values);
    }

    @Override
    public Filter stringPart(Filter.StringPart part) {
      if (!part.key().equals(Metadata.SOURCE) || part.position() != Filter.Position.START) {
        return part;
      }
      String start = absolute(part.part()) + (part.part().endsWith("/") ? "/" : "");
      return new Filter.Or(
          List.of(part, new Filter.StringPart(part.key(), part.position(), start)));
    }

    @Override
    public Filter exists(Filter.Exists exists) {
      return exists;
    }

    @Override
    public Filter textContains(Filter.TextContains contains) {
      return contains;
    }

    @Override
    public Filter and(Filter.And and) {
      return new Filter.And(all(and.filters()));
    }

    @Override
    public Filter or(Filter.Or or) {
      return new Filter.Or(all(or.filters()));
    }

    @Override
    public Filter not(Filter.Not not) {
      return new Filter.Not(not.filter().accept(this));
    }

    private List<Filter> all(List<Filter> filters) {
      return filters.stream().map(filter -> filter.accept(this)).toList();
    }
  }
}
