package dev.ragged.ingest;

/** What a place between two tokens separates, and how good a place to cut it is. */
enum Boundary {
  HEADING(0.45),
  PARAGRAPH(0.35),
  LINE(0.14),
  SENTENCE(0.10),
  WORD(-0.60),
  /** Inside a word, or between a word and its punctuation. */
  NONE(-1.20);

  /** In shares of a passage: how much fuller a passage must be to make up for a worse place. */
  final double worth;

  Boundary(double worth) {
    this.worth = worth;
  }
}
