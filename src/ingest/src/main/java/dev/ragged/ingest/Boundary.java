package dev.ragged.ingest;

/** What a place between two tokens separates, with what cutting there is worth. */
enum Boundary {
  HEADING(0.45),
  PARAGRAPH(0.35),
  LINE(0.14),
  SENTENCE(0.10),
  WORD(-0.60),
  /** Inside a word, or between a word and its punctuation. */
  NONE(-1.20);

  /** In passages: how much fuller a passage must be to make up for a worse place. */
  final double worth;

  Boundary(double worth) {
    this.worth = worth;
  }
}
