package dev.ragged.embed;

/**
 * What has to be known about a model besides its files.
 *
 * @param name for people
 * @param dimension values a vector, or 0 to ask the model itself
 * @param sequenceLength most tokens the model reads at once, special tokens included
 * @param passagePrompt put in front of each passage, often empty
 * @param queryPrompt put in front of each question, often empty
 */
record ModelSettings(
    String name,
    int dimension,
    int sequenceLength,
    Pooling pooling,
    String passagePrompt,
    String queryPrompt) {

  /** All that changes vectors, for the fingerprint; the name does not. */
  String canonical() {
    return pooling + "\n" + sequenceLength + "\n" + passagePrompt + "\n" + queryPrompt;
  }
}
