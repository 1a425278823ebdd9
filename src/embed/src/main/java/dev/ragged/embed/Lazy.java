package dev.ragged.embed;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** A value computed once, on first use; a failure is not remembered. */
final class Lazy<T> {
  private final Supplier<T> supplier;
  private volatile T value;

  Lazy(Supplier<T> supplier) {
    this.supplier = supplier;
  }

  T get() {
    T made = value;
    if (made == null) {
      synchronized (this) {
        made = value;
        if (made == null) {
          made = supplier.get();
          value = made;
        }
      }
    }
    return made;
  }

  void ifPresent(Consumer<T> action) {
    T made = value;
    if (made != null) {
      action.accept(made);
    }
  }
}
