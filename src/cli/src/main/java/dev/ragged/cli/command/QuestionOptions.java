package dev.ragged.cli.command;

import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.app.answer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a question is searched for. */
final class QuestionOptions {
  /** The option of a backend's setting that only makes sense here. */
  static final String COMPLEXITY = "--search-complexity";

  @FromSettings
  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "vector (meaning), lexical (words, BM25), hybrid (both) or auto: hybrid where the backend"
              + " has it (default: ${DEFAULT-VALUE}).")
  SearchMode mode;

  @Mixin ConditionOptions conditions;

  @FromSettings
  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      description =
          "The share of the truly nearest passages to aim for; more takes longer (default:"
              + " ${DEFAULT-VALUE}).")
  double recall;

  @FromSettings
  @Option(
      names = COMPLEXITY,
      paramLabel = "N",
      description = "Maximum number of passages to re-embed (default: ${DEFAULT-VALUE}).")
  Integer searchComplexity;

  @Option(
      names = "--within",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "Answer in this time, such as 100ms or 2s, if need be with estimated scores. Embedding the"
              + " question is not cut short.")
  Duration within;

  @Option(names = "--no-links", description = "Print no links, even to a terminal.")
  boolean noLinks;

  /** What to search for; throws {@link IllegalArgumentException} on what no search can be. */
  SearchRequest request(String text, int limit) {
    return SearchRequest.text(text)
        .withK(limit)
        .withFilter(conditions.all().filter())
        .withMode(mode)
        .withRecallTarget(recall)
        .withWithin(within)
        .withSearchComplexity(
            searchComplexity == null ? SearchRequest.DEFAULT_SEARCH_COMPLEXITY : searchComplexity);
  }

  /**
   * Says why an answer is not what somebody may have expected.
   *
   * @param reads whether the model can read the question
   * @param empty asked why nothing was found
   */
  void hints(boolean reads, Answer answer, Supplier<List<String>> empty, Consumer<String> note) {
    if (!reads) {
      note.accept(
          "The model does not know the script of this question; it was searched for by words"
              + " alone.");
    }
    if (answer.hits().isEmpty()) {
      empty.get().forEach(note);
    }
  }
}
