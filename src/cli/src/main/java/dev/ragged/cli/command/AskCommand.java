package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.SearchRequest;
import dev.ragged.app.Cancellation;
import dev.ragged.app.Floor;
import dev.ragged.app.SearchService;
import dev.ragged.app.answer.Answer;
import dev.ragged.app.chat.AskListener;
import dev.ragged.app.chat.AskQuestion;
import dev.ragged.app.chat.AskReport;
import dev.ragged.app.chat.ChatSettings;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Interrupts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged ask}. */
@Command(
    name = "ask",
    description = "Answer a question with a chat model, from the passages that a search finds.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ragged ask \"how hot should the water be?\"",
      "  ragged ask \"when does the ferry leave?\" --in ~/notes/trip --json",
      "  ragged ask \"how hot should the water be?\" --show-prompt"
    })
final class AskCommand extends Subcommand {
  private static final int MAX_LIMIT = 100;

  @Mixin SearchedCollections collections;

  @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "The question, in words.")
  List<String> question = new ArrayList<>();

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "Maximum number of passages for the model (default: ${DEFAULT-VALUE}).",
      defaultValue = "8")
  int limit;

  @Mixin QuestionOptions how;

  @Option(
      names = "--min-score",
      paramLabel = "S",
      description =
          "Only passages with at least this score. By default, those that are far from the question"
              + " are left out. If none is left, no model is asked.")
  Double minScore;

  @Option(
      names = "--chat",
      description =
          "Go on with questions from standard input, a line each, until an empty one. They may"
              + " refer to earlier ones.")
  boolean chat;

  @Option(names = "--show-prompt", description = "Print what the model would be asked, and end.")
  boolean showPrompt;

  private boolean several;

  @Override
  public Integer call() throws IOException {
    String text = String.join(" ", question);
    if (text.isBlank() && !chat) {
      throw usage("Ask a question, or give --chat");
    }
    if (chat && showPrompt) {
      throw usage("Give --chat or --show-prompt, not both");
    }
    if (collections.all && spec.commandLine().getParseResult().hasMatchedOption("--collection")) {
      throw usage("Give --collection or --all, not both");
    }
    // Before anything is loaded, so that a mistake is answered at once.
    request(text.isBlank() ? "a question" : text);
    ChatSettings model = ChatSettings.of(session.settings()).orElse(null);
    int budget = ChatSettings.budget(session.settings());
    if (chat && model == null) {
      throw new RaggedException("A conversation needs a chat model; " + AskLines.HOW_TO_SET + ".");
    }
    List<String> names = collections.names(stores(), this);
    several = names.size() > 1;
    try (SearchService service = SearchService.open(stores(), names, how.mode, this::unopened)) {
      AskQuestion ask = new AskQuestion(service, model, budget);
      int status = DONE;
      if (showPrompt || model == null) {
        showFound(service, ask.prompt(request(text), floor()));
      } else if (!text.isBlank()) {
        status = answer(service, ask, text);
      }
      if (chat) {
        status = converse(service, ask, status);
      }
      return status == DONE ? status() : status;
    }
  }

  private void unopened(RaggedException failure) {
    if (!collections.all) {
      throw failure;
    }
    unreadable(failure);
  }

  private Floor floor() {
    return minScore == null ? Floor.MEASURED : Floor.of(minScore);
  }

  private SearchRequest request(String text) {
    checkLimit(limit, MAX_LIMIT);
    return checked(() -> how.request(text, limit));
  }

  /** Without a model's answer. */
  private void showFound(SearchService service, AskReport report) {
    if (isJson()) {
      json(showPrompt ? report.promptJson() : report.json());
    } else if (showPrompt && !report.refused()) {
      line("system:\n" + Display.printable(report.prompt().system()));
      line("\nuser:\n" + Display.printable(report.prompt().user()));
    } else {
      lines().found(report).forEach(this::line);
    }
    session.terminal.out().flush();
    hints(service, report.found());
    if (report.refused()) {
      note("Nothing is close enough to the question; no model is asked.");
    } else if (!showPrompt) {
      warn("No chat model is set, so these are the passages alone; " + AskLines.HOW_TO_SET + ":");
      AskLines.TWO_LINES.forEach(session.terminal::remark);
    }
  }

  private int converse(SearchService service, AskQuestion ask, int before) throws IOException {
    int status = before;
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(session.terminal.in(), StandardCharsets.UTF_8));
    while (true) {
      if (session.terminal.inIsTerminal()) {
        session.terminal.err().print("> ");
        session.terminal.err().flush();
      }
      String next = lines.readLine();
      if (next == null || next.isBlank()) {
        return status;
      }
      try {
        status = Math.max(status, answer(service, ask, next.strip()));
      } catch (RaggedException e) {
        unreadable(e); // the next question may be answered
      }
    }
  }

  private int answer(SearchService service, AskQuestion ask, String text) {
    Cancellation cancellation = new Cancellation();
    AskLines lines = lines();
    AskListener listener = isJson() ? new AskListener() {} : lines;
    try (Interrupts interrupts = Interrupts.onSignal(session.terminal, cancellation::cancel)) {
      AskReport report = ask.ask(text, this::request, floor(), listener, cancellation);
      if (isJson()) {
        json(report.json());
      } else if (cancellation.isCancelled() && report.reply() == null) {
        return chat ? DONE : interrupts.exitStatus();
      } else if (report.reply() == null) {
        lines.found(report).forEach(this::line);
      } else {
        lines.end(report);
      }
      session.terminal.out().flush();
      hints(service, report.found());
      if (report.refused()) {
        note("Nothing is close enough to the question; no model was asked.");
        return DONE;
      }
      if (report.reply() == null || report.reply().stopped()) {
        return chat ? DONE : interrupts.exitStatus();
      }
      if (report.reply().cutShort()) {
        note("The answer is cut: the model reached the greatest length that its server allows.");
      }
      if (report.reply().failure() != null) {
        warn(report.reply().failure());
        return FAILED;
      }
      return DONE;
    }
  }

  private AskLines lines() {
    boolean verbose = session.options.verbose;
    return new AskLines(
        session.terminal, new AnswerLines.Look(false, verbose, !how.noLinks, several));
  }

  private void hints(SearchService service, Answer answer) {
    how.hints(
        service.reads(answer.question()),
        answer,
        () -> service.hints(how.conditions.all()),
        this::note);
  }
}
