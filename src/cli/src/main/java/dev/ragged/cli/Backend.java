package dev.ragged.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a collection is kept. */
enum Backend {
  /** Where it lies; a new one in LEANN where that is available, else in Chroma. */
  AUTO,
  LEANN,
  CHROMADB;

  /** As flags, JSON and {@code config.yaml} spell it. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Backend> of(String id) {
    return Stream.of(values()).filter(backend -> backend.id().equalsIgnoreCase(id)).findFirst();
  }

  /** All there are, for messages. */
  static String ids() {
    return Stream.of(values()).map(Backend::id).collect(Collectors.joining(", "));
  }
}
