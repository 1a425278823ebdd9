package dev.ragged.embed;

/** How a model's token vectors become one vector for the text. */
enum Pooling {
  /** The mean over all tokens, including special tokens. */
  MEAN,
  /** The vector of the first token. */
  CLS
}
