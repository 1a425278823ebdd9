package dev.ragged.embed;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** A value made at its first use, once; a failure is not remembered. */
final class Lazy<T> {
  private final Supplier<T> maker;
  private volatile T value;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  T get() {
    T made = value;
    if (made == null) {
      synchronized (this) {
        made = value;
        if (made == null) {
          made = maker.get();
          value = made;
        }
      }
    }
    return made;
  }

  void ifMade(Consumer<T> action) {
    T made = value;
    if (made != null) {
      action.accept(made);
    }
  }
}
