package dev.ragged.cli.command;

import dev.ragged.app.chat.AskListener;
import dev.ragged.app.chat.AskReport;
import dev.ragged.app.chat.CheckedSentence;
import dev.ragged.app.chat.Source;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Terminal;
import dev.ragged.cli.terminal.WrappedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer for people, written as it comes: the model's own words, marks beside them, and the
 * sources once at the end.
 */
final class AskLines implements AskListener {
  static final String HOW_TO_SET =
      "set chat.url and chat.model in config.yaml, or the variables of a server such as Ollama";

  /** What gets a model. */
  static final List<String> TWO_LINES =
      List.of(
          "  export RAGGED_CHAT_URL=http://localhost:11434",
          "  export RAGGED_CHAT_MODEL=qwen2.5:3b");

  private static final String MARK = "[?]";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";
  private static final Pattern NUMBERS = Pattern.compile("\\[(\\d{1,4})\\]");

  private final Terminal terminal;
  private final AnswerLines places;
  private final AnswerLines.Look look;
  private final Map<Integer, Source> sources = new HashMap<>();

  /** Null where nobody looks, and lines stay as the model made them. */
  private final WrappedText wrapped;

  AskLines(Terminal terminal, AnswerLines.Look look) {
    this.terminal = terminal;
    this.look = look;
    this.places = AnswerLines.places(terminal, look);
    this.wrapped =
        terminal.outIsTerminal()
            ? new WrappedText(terminal.out(), terminal.width(), this::linked)
            : null;
  }

  /** What a search shows of what was found. */
  List<String> found(AskReport report) {
    return AnswerLines.of(report.found(), terminal, look);
  }

  @Override
  public void searching(String question) {
    terminal.out().line(dim("? " + Display.printable(question).replaceAll("\\s+", " ")));
    terminal.out().flush();
  }

  @Override
  public void sources(List<Source> given) {
    given.forEach(source -> sources.put(source.number(), source));
  }

  @Override
  public void text(String stretch) {
    // What a model says is as hostile as what it has read.
    String printable = Display.printable(stretch);
    if (wrapped == null) {
      terminal.out().print(linked(printable));
    } else {
      wrapped.write(printable);
    }
    terminal.out().flush();
  }

  @Override
  public void sentence(CheckedSentence sentence) {
    if (sentence.supported()) {
      return;
    }
    if (wrapped == null) {
      terminal.out().print(" " + MARK);
    } else {
      wrapped.write(" ");
      wrapped.word(MARK, dim(MARK));
    }
    terminal.out().flush();
  }

  /** No more text comes. */
  void endText() {
    if (wrapped != null) {
      wrapped.end();
    }
    terminal.out().flush();
  }

  /** The sources, those that are cited first, and what the marks mean. */
  void end(AskReport report) {
    endText();
    terminal.out().line("");
    List<String> lines = new ArrayList<>();
    Set<Integer> cited = report.cited();
    report.sources().stream()
        .filter(one -> cited.contains(one.number()))
        .forEach(s -> add(s, lines));
    List<Source> others =
        report.sources().stream().filter(one -> !cited.contains(one.number())).toList();
    if (!lines.isEmpty()) {
      lines.add(0, "");
    }
    if (!others.isEmpty()) {
      lines.add("");
      lines.add(dim(cited.isEmpty() ? "Read, but not cited:" : "Also read:"));
      others.forEach(source -> add(source, lines));
    }
    lines.forEach(terminal.out()::line);
    String why = why(report.sentences());
    if (!why.isEmpty()) {
      terminal.out().line("");
      Display.wrap(MARK + " " + why, terminal.width(), "")
          .forEach(l -> terminal.out().line(dim(l)));
    }
  }

  private void add(Source source, List<String> lines) {
    lines.addAll(places.source("[" + source.number() + "]  ", source.best(), source.place()));
  }

  /** What is wrong with the sentences that have a mark. */
  private static String why(List<CheckedSentence> sentences) {
    List<String> why = new ArrayList<>();
    List<CheckedSentence> marked = sentences.stream().filter(one -> !one.supported()).toList();
    if (marked.isEmpty()) {
      return "";
    }
    if (marked.stream().anyMatch(one -> one.cited().isEmpty() && one.unknown().isEmpty())) {
      why.add("it cites no source");
    }
    List<String> unknown =
        marked.stream()
            .flatMap(one -> one.unknown().stream())
            .distinct()
            .map(n -> "[" + n + "]")
            .toList();
    if (!unknown.isEmpty()) {
      why.add("it cites " + String.join(", ", unknown) + ", which does not exist");
    }
    if (marked.stream().anyMatch(one -> !one.notQuoted().isEmpty())) {
      why.add("what it quotes does not stand in its source");
    }
    if (marked.stream()
        .anyMatch(one -> !one.cited().isEmpty() && one.support() < CheckedSentence.MIN_SUPPORT)) {
      why.add("less than half of its words stand in its source");
    }
    return "after a sentence: look it up yourself, since " + String.join("; or ", why) + ".";
  }

  private String linked(String text) {
    Matcher number = NUMBERS.matcher(text);
    return number.replaceAll(
        found -> {
          Source source = sources.get(Integer.parseInt(found.group(1)));
          return Matcher.quoteReplacement(
              source == null ? found.group() : places.linked(found.group(), source.best()));
        });
  }

  private String dim(String text) {
    return terminal.colours() ? DIM + text + PLAIN : text;
  }
}
