package dev.ragged;

import java.util.Collections;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The passages of a selection, read a page at a time. */
final class PageSpliterator extends Spliterators.AbstractSpliterator<Passage> {
  /** Large enough to keep requests to a server rare; backends end a page of long texts earlier. */
  private static final int PAGE = 2_000;

  private final VectorCollection collection;
  private final Selection which;
  private @Nullable Page<Passage> page;
  private Iterator<Passage> items = Collections.emptyIterator();

  private PageSpliterator(VectorCollection collection, Selection which) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
    this.collection = collection;
    this.which = which;
  }

  static Stream<Passage> stream(VectorCollection collection, Selection which) {
    return StreamSupport.stream(new PageSpliterator(collection, which), false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Passage> action) {
    // A page may be empty and still have a next one.
    while (page == null || (!items.hasNext() && page.next() != null)) {
      page = collection.get(which, new PageRequest(page == null ? null : page.next(), PAGE));
      items = page.items().iterator();
    }
    if (!items.hasNext()) {
      return false;
    }
    action.accept(items.next());
    return true;
  }
}
