package dev.ragged.cli.command;

import dev.ragged.Filter;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.app.SearchService;
import dev.ragged.app.json.ResultJson;
import dev.ragged.cli.terminal.Display;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged search}. */
@Command(name = "search", description = "Find the passages that answer a question.")
final class SearchCommand extends Subcommand {
  /** The option of a backend's setting that only makes sense here. */
  static final String COMPLEXITY = "--search-complexity";

  private static final String STDIN = "-";

  @Mixin CollectionOption collection;

  @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "The question, in words.")
  List<String> question = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description = "Answer each line of a file ('-': standard input) instead.")
  Path batch;

  @FromSettings
  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "Maximum number of results (default: ${DEFAULT-VALUE}).")
  int limit;

  @FromSettings
  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "vector (meaning), lexical (words, BM25) or hybrid (both) (default: ${DEFAULT-VALUE}).")
  SearchMode mode;

  @Option(
      names = "--where",
      paramLabel = "JSON",
      converter = FilterConverter.class,
      description = "Only passages that meet a condition, such as '{\"page\": {\"$lt\": 10}}'.")
  Filter where;

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

  @Override
  public Integer call() throws IOException {
    if (question.isEmpty() == (batch == null)) {
      throw usage("Ask one question, or give --batch FILE and no question");
    }
    // Before anything is loaded, so that a typing mistake is answered at once.
    String text = String.join(" ", question);
    request(batch == null ? text : "a question");
    if (batch != null && !batch.toString().equals(STDIN)) {
      if (!Files.exists(batch)) {
        throw usage("There is no file '" + batch + "'");
      }
      if (Files.isDirectory(batch)) {
        throw usage("'" + batch + "' is a folder; name a file");
      }
    }
    try (SearchService service = SearchService.open(stores(), collection.name, mode)) {
      if (batch == null) {
        answer(service, text, false);
      } else {
        answerBatch(service);
      }
    }
    return DONE;
  }

  private void answerBatch(SearchService service) throws IOException {
    try (InputStream in =
            batch.toString().equals(STDIN) ? session.terminal.in() : Files.newInputStream(batch);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          answer(service, line.strip(), true);
        }
      }
    }
  }

  private void answer(SearchService service, String text, boolean showQuestion) {
    SearchResult result = service.search(request(text));
    if (isJson()) {
      json(ResultJson.of(text, result));
    } else {
      if (showQuestion) {
        line("? " + Display.printable(text));
      }
      HitLines.of(result, session.terminal).forEach(this::line);
    }
    session.terminal.out().flush();
    if (!isJson()) {
      note(HitLines.cost(result));
    }
  }

  private SearchRequest request(String text) {
    return checked(
        () ->
            new SearchRequest(
                text,
                null,
                limit,
                where == null ? Filter.all() : where,
                mode,
                recall,
                searchComplexity == null
                    ? SearchRequest.DEFAULT_SEARCH_COMPLEXITY
                    : searchComplexity));
  }
}
