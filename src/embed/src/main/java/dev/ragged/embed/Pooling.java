package dev.ragged.embed;

/** How a model's vectors of single tokens become one vector of the text. */
enum Pooling {
  /** The mean over all tokens, special ones included. */
  MEAN,
  /** The vector of the first token. */
  CLS
}
