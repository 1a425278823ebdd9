package dev.ragged.cli.command;

import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.app.SearchIndex;
import dev.ragged.app.answer.Answer;
import dev.ragged.app.json.ResultJson;
import dev.ragged.spi.IndexFormat;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches an index of another program. */
@Command(
    description = {
      "Search an index in place, as its own program does; passages on the way are re-embedded.",
      "Needs the model that the index was built with."
    })
final class IndexSearchCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "INDEX", description = "An index, as its program names it.")
  Path index;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "QUESTION",
      description = "The question, in words.")
  List<String> question;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "5",
      description = "Maximum number of results (default: ${DEFAULT-VALUE}).")
  int limit;

  @Option(
      names = "--complexity",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "How many of the nearest passages the search keeps track of (default: ${DEFAULT-VALUE}).")
  int complexity;

  private final IndexFormat format;

  IndexSearchCommand(IndexFormat format) {
    this.format = format;
  }

  @Override
  public Integer call() {
    String text = String.join(" ", question);
    checkLimit(limit, SearchRequest.MAX_K);
    SearchIndex.Request request = new SearchIndex.Request(index, text, limit, complexity);
    SearchResult result = new SearchIndex(stores(), format).run(request);
    if (isJson()) {
      json(ResultJson.of(text, result));
    } else {
      AnswerLines.of(Answer.of(text, result), session.terminal, AnswerLines.Look.USUAL)
          .forEach(this::line);
      session.terminal.out().flush();
      if (session.options.verbose) {
        note(AnswerLines.cost(result.stats()));
      }
    }
    return DONE;
  }
}
