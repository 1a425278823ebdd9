package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.SearchRequest;
import dev.ragged.app.Conditions;
import dev.ragged.app.Floor;
import dev.ragged.app.SearchService;
import dev.ragged.app.ServerSearch;
import dev.ragged.app.answer.Answer;
import dev.ragged.app.answer.Found;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.ShownPaths;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged search}. */
@Command(
    name = "search",
    description = "Find the passages that answer a question.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ragged search \"how hot should the water be?\"",
      "  ragged search ferry --mode lexical --in ~/notes/trip --type md,txt -n 5",
      "  ragged search ferry --all --full",
      "  ragged search tea --where '{\"start_line\": {\"$$lt\": 10}}'"
    })
final class SearchCommand extends Subcommand {
  private static final String STDIN = "-";

  @Mixin SearchedCollections collections;

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

  @Mixin QuestionOptions how;

  @Option(
      names = "--min-score",
      paramLabel = "S",
      description =
          "Only hits with at least this score. By default, hits that are far from the question are"
              + " left out of what people see, but not of JSON.")
  Double minScore;

  @Option(names = "--full", description = "Show whole passages instead of snippets.")
  boolean full;

  @Option(
      names = "--open",
      paramLabel = "N",
      description = "Open the file of hit N at its line, in $$VISUAL or $$EDITOR.")
  Integer open;

  private boolean several;

  @Override
  public Integer call() throws IOException {
    if (question.isEmpty() == (batch == null)) {
      throw usage("Ask one question, or give --batch FILE and no question");
    }
    if (open != null && (batch != null || isJson() || open < 1)) {
      throw usage("--open takes the number of a hit, and neither --batch nor --json");
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
    if (collections.all && spec.commandLine().getParseResult().hasMatchedOption("--collection")) {
      throw usage("Give --collection or --all, not both");
    }
    List<String> names = collections.names(stores(), this);
    several = names.size() > 1;
    try (Answering answering = new Answering(names)) {
      if (batch == null) {
        answer(answering, text, false);
      } else {
        answerBatch(answering);
      }
    }
    return status();
  }

  /** One of all that cannot be opened is named, so that the others can answer. */
  private void unopened(RaggedException failure) {
    if (!collections.all) {
      throw failure;
    }
    unreadable(failure);
  }

  private void answerBatch(Answering answering) throws IOException {
    try (InputStream in =
            batch.toString().equals(STDIN) ? session.terminal.in() : Files.newInputStream(batch);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          answer(answering, line.strip(), true);
        }
      }
    }
  }

  private void answer(Answering answering, String text, boolean showQuestion) throws IOException {
    SearchRequest request = request(text);
    ServerSearch.Answered answered = answering.answer(request);
    Answer answer = answered.answer();
    if (isJson()) {
      json(answer.json());
      session.terminal.out().flush();
      hints(answering, answered);
      return;
    }
    if (open != null) {
      open(answer);
      return;
    }
    if (showQuestion) {
      line("? " + Display.printable(text));
    }
    boolean verbose = session.options.verbose;
    AnswerLines.of(
            answer, session.terminal, new AnswerLines.Look(full, verbose, !how.noLinks, several))
        .forEach(this::line);
    session.terminal.out().flush();
    hints(answering, answered);
    if (verbose) {
      note(AnswerLines.cost(answer.stats()));
    }
  }

  private void hints(Answering answering, ServerSearch.Answered answered) {
    how.hints(answered.reads(), answered.answer(), answering::hints, this::note);
  }

  /**
   * Answers by the server that runs for the data directory, and where none does, or it finds
   * nothing and so cannot say why, in this process.
   */
  private final class Answering implements AutoCloseable {
    private final List<String> names;
    private final ServerSearch server;
    private SearchService service;

    Answering(List<String> names) {
      this.names = names;
      this.server =
          ServerSearch.takes(how.conditions.all()) ? ServerSearch.of(stores()).orElse(null) : null;
    }

    ServerSearch.Answered answer(SearchRequest request) {
      return byServer(request).orElseGet(() -> here(request));
    }

    private Optional<ServerSearch.Answered> byServer(SearchRequest request) {
      if (server == null || names.isEmpty()) {
        return Optional.empty();
      }
      Conditions conditions = how.conditions.all();
      return (isJson()
              ? server.answer(names, request, conditions)
              : server.answerFolded(names, request, conditions))
          .filter(answered -> !answered.answer().hits().isEmpty());
    }

    private ServerSearch.Answered here(SearchRequest request) {
      SearchService here = service();
      return new ServerSearch.Answered(answerHere(here, request), here.reads(request.text()));
    }

    private Answer answerHere(SearchService here, SearchRequest request) {
      if (isJson()) {
        return here.answer(request, Floor.NONE);
      }
      Answer answer = here.answerFolded(request, minScore == null ? Floor.MEASURED : Floor.NONE);
      return minScore == null || !answer.hits().isEmpty()
          ? answer
          : here.answer(
              request.withMinScore(Double.NEGATIVE_INFINITY).withK(1), Floor.of(minScore));
    }

    private SearchService service() {
      if (service == null) {
        service = SearchService.open(stores(), names, how.mode, SearchCommand.this::unopened);
      }
      return service;
    }

    List<String> hints() {
      return service().hints(how.conditions.all());
    }

    @Override
    public void close() {
      if (service != null) {
        service.close();
      }
    }
  }

  private void open(Answer answer) throws IOException {
    Found hit =
        answer.hits().stream()
            .filter(found -> found.rank() == open)
            .findFirst()
            .orElseThrow(() -> new RaggedException(noHit(answer.hits())));
    String source = hit.place().source();
    Path file = source == null ? null : ShownPaths.absolute(source).orElse(null);
    if (file == null) {
      throw new RaggedException("Hit " + open + " comes from no file; 'ragged get' shows it.");
    }
    new FileOpener(session.terminal.env()).open(file, hit.place().line());
  }

  private String noHit(List<Found> hits) {
    return "There is no hit "
        + open
        + (hits.isEmpty()
            ? "; no passage was found."
            : "; the last is " + hits.get(hits.size() - 1).rank() + ".");
  }

  private SearchRequest request(String text) {
    checkLimit(limit, SearchRequest.MAX_K);
    SearchRequest request = checked(() -> how.request(text, limit));
    return minScore == null ? request : checked(() -> request.withMinScore(minScore));
  }
}
