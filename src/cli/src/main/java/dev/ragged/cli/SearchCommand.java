package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.Filter;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
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
  @Mixin CollectionOption collection;

  @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "The question, in words.")
  List<String> question = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description = "Answer each line of a file ('-': standard input) instead.")
  Path batch;

  @Setting(SettingKey.LIMIT)
  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "Hits at most (default: ${DEFAULT-VALUE}).")
  int limit;

  @Setting(SettingKey.MODE)
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

  @Setting(SettingKey.RECALL)
  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      description =
          "The share of the truly nearest passages to expect; more takes longer (default:"
              + " ${DEFAULT-VALUE}).")
  double recall;

  @Setting(SettingKey.SEARCH_COMPLEXITY)
  @Option(
      names = "--search-complexity",
      paramLabel = "N",
      description = "Passages embedded again at most (default: ${DEFAULT-VALUE}).")
  int searchComplexity;

  @Override
  public Integer call() throws IOException {
    if (question.isEmpty() == (batch == null)) {
      throw usage("Ask one question, or give --batch FILE and none");
    }
    String text = String.join(" ", question);
    if (batch == null) {
      // Before anything is loaded, so that a typing mistake is answered at once.
      request(text);
    } else {
      request("a question");
      if (!batch.toString().equals("-") && !Files.exists(batch)) {
        throw usage("There is no file '" + batch + "'");
      }
    }
    if (mode == SearchMode.LEXICAL) {
      try (VectorStore store = ragged.stores().open(collection.name, null)) {
        answer(store, text);
      }
    } else {
      try (Embedder embedder = ragged.stores().embedder();
          VectorStore store = ragged.stores().open(collection.name, embedder)) {
        answer(store, text);
      }
    }
    return Main.DONE;
  }

  private void answer(VectorStore store, String text) throws IOException {
    try (VectorCollection open = store.open(collection.name)) {
      if (batch == null) {
        answer(open, text, false);
        return;
      }
      try (InputStream in =
              batch.toString().equals("-") ? ragged.terminal.in() : Files.newInputStream(batch);
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.isBlank()) {
            answer(open, line.strip(), true);
          }
        }
      }
    }
  }

  private void answer(VectorCollection open, String text, boolean showQuestion) {
    SearchResult result = open.search(request(text));
    if (ragged.json) {
      json(Hits.json(text, result));
    } else {
      if (showQuestion) {
        line("? " + Text.printable(text));
      }
      Hits.lines(result, ragged.terminal).forEach(this::line);
    }
    ragged.terminal.out().flush();
    if (!ragged.json) {
      note(Hits.cost(result));
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
                searchComplexity));
  }
}
