package dev.ragged.embed;

/**
 * The settings of a model besides its files.
 *
 * @param name for people
 * @param dimension number of values per vector, or 0 to ask the model itself
 * @param sequenceLength maximum number of tokens that the model reads at once, including special
 *     tokens
 * @param passagePrompt prefix of each passage, often empty
 * @param queryPrompt prefix of each question, often empty
 */
record ModelSettings(
    String name,
    int dimension,
    int sequenceLength,
    Pooling pooling,
    String passagePrompt,
    String queryPrompt) {

  /** Everything that affects vectors, for the fingerprint; the name does not. */
  String canonical() {
    return pooling + "\n" + sequenceLength + "\n" + passagePrompt + "\n" + queryPrompt;
  }
}
