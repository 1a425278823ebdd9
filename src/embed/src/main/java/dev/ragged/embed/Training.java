package dev.ragged.embed;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a family of models was trained with: how token vectors become one, and the prefixes that
 * tell questions from passages. Wrong ones cost more than a better model gains, and neither jars
 * nor most repositories state them.
 */
record Training(Pooling pooling, String passagePrompt, String queryPrompt) {
  private static final Training BGE =
      new Training(Pooling.CLS, "", "Represent this sentence for searching relevant passages: ");
  private static final Training E5 = new Training(Pooling.MEAN, "passage: ", "query: ");
  private static final Training MINILM = new Training(Pooling.MEAN, "", "");

  private static final Map<Pattern, Training> BY_NAME =
      Map.of(
          Pattern.compile("bge-(small|base|large)-en(-v1\\.5)?(-q)?"), BGE,
          Pattern.compile("(multilingual-)?e5-(small|base|large)(-v2)?(-q)?"), E5,
          Pattern.compile("all-minilm-l(6|12)-v[12](-q)?"), MINILM);

  /**
   * That of a model by the name it was published under.
   *
   * @param name with or without its owner
   */
  static Optional<Training> of(String name) {
    String bare = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return BY_NAME.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(bare).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
