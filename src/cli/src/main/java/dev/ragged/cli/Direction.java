package dev.ragged.cli;

import java.util.Locale;

/** From which backend to which a migration goes. */
enum Direction {
  CHROMADB_TO_LEANN(Backend.CHROMADB, Backend.LEANN),
  LEANN_TO_CHROMADB(Backend.LEANN, Backend.CHROMADB);

  private final Backend source;
  private final Backend target;

  Direction(Backend source, Backend target) {
    this.source = source;
    this.target = target;
  }

  Backend source() {
    return source;
  }

  Backend target() {
    return target;
  }

  /** As the command line and JSON spell it. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
