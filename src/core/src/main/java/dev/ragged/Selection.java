package dev.ragged;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which passages of a collection an operation is about. */
public sealed interface Selection {

  /**
   * Applies the function for this selection's kind.
   *
   * @param <R> what the functions make
   * @param ids for passages by id
   * @param where for passages by condition
   * @return what that function returns
   */
  <R extends @Nullable Object> R match(Function<Ids, R> ids, Function<Where, R> where);

  /**
   * These ids; a repeated id counts once.
   *
   * @param ids need not exist
   * @return the selection
   */
  static Selection ids(List<String> ids) {
    return new Ids(ids);
  }

  /**
   * These ids; a repeated id counts once.
   *
   * @param ids need not exist
   * @return the selection
   */
  static Selection ids(String... ids) {
    return new Ids(Arrays.asList(Arguments.required(ids, "ids")));
  }

  /**
   * The passages that a filter matches.
   *
   * @param filter the condition
   * @return the selection
   */
  static Selection where(Filter filter) {
    return new Where(filter);
  }

  /**
   * Every passage.
   *
   * @return the selection
   */
  static Selection all() {
    return new Where(Filter.all());
  }

  /**
   * No passage.
   *
   * @return the selection
   */
  static Selection none() {
    return new Ids(List.of());
  }

  /** Passages by id. */
  record Ids(List<String> ids) implements Selection {
    /**
     * Checks what it is made of.
     *
     * @param ids as above
     */
    public Ids {
      ids = Arguments.requiredAll(ids, "ids").stream().distinct().toList();
    }

    @Override
    public <R extends @Nullable Object> R match(Function<Ids, R> ids, Function<Where, R> where) {
      return ids.apply(this);
    }
  }

  /** Passages by condition. */
  record Where(Filter filter) implements Selection {
    /**
     * Checks what it is made of.
     *
     * @param filter as above
     */
    public Where {
      Arguments.required(filter, "filter");
    }

    @Override
    public <R extends @Nullable Object> R match(Function<Ids, R> ids, Function<Where, R> where) {
      return where.apply(this);
    }
  }
}
