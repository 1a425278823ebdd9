package dev.ragged.cli.command;

import dev.ragged.Hit;
import dev.ragged.SearchStats;
import dev.ragged.app.answer.Answer;
import dev.ragged.app.answer.Found;
import dev.ragged.app.answer.Place;
import dev.ragged.app.answer.QuestionWords;
import dev.ragged.app.answer.Snippet;
import dev.ragged.cli.terminal.Cells;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.ShownPaths;
import dev.ragged.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An answer as lines for people: for each document a head with its title and place, and below it a
 * snippet of each hit.
 */
final class AnswerLines {

  /**
   * What to show.
   *
   * @param full whole passages instead of snippets
   * @param scores the score of each hit
   * @param links whether places are links, where a terminal can have them
   * @param collections in which collection each hit is
   */
  record Look(boolean full, boolean scores, boolean links, boolean collections) {
    static final Look USUAL = new Look(false, false, true, false);
  }

  private static final int SNIPPET_LINES = 4;

  /** Longer lines are hard to read. */
  private static final int MAX_WIDTH = 120;

  /** A place is cut before a title gets shorter than this. */
  private static final int MIN_TITLE = 20;

  private static final String HEAD = "\u001b[1;36m";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";
  private static final String LINK = "\u001b]8;;";
  private static final String LINK_END = "\u001b\\";

  private final Terminal terminal;
  private final Look look;
  private final ShownPaths paths;
  private final QuestionWords words;
  private final List<String> lines = new ArrayList<>();

  private AnswerLines(String question, Terminal terminal, Look look) {
    this.terminal = terminal;
    this.look = look;
    this.paths = ShownPaths.of(terminal.env());
    this.words = QuestionWords.of(question);
  }

  /** The lines of an answer. */
  static List<String> of(Answer answer, Terminal terminal, Look look) {
    if (answer.hits().isEmpty()) {
      return List.of("No passage found.");
    }
    AnswerLines made = new AnswerLines(answer.question(), terminal, look);
    if (answer.isFar()) {
      made.head("Nothing close. Nearest: ", answer.hits().get(0));
    } else {
      made.documents(answer.hits().stream().filter(Found::close).toList());
    }
    return made.lines;
  }

  /** For {@link #source} and {@link #linked}. */
  static AnswerLines places(Terminal terminal, Look look) {
    return new AnswerLines("", terminal, look);
  }

  /** A source of an answer in one line: its title and place, which may be that of several hits. */
  List<String> source(String before, Found hit, Place place) {
    lines.clear();
    head(
        before,
        new Found(hit.rank(), hit.collection(), hit.hit(), hit.title(), place, true, List.of()));
    return List.copyOf(lines);
  }

  /** What the search cost, in one line. */
  static String cost(SearchStats stats) {
    return String.format(
        Locale.ROOT,
        "%s: %s, %s re-embedded%s (question %s, scan %s, recompute %s)",
        Display.duration(stats.totalNanos() / 1e9),
        Display.count(stats.candidates(), "candidate"),
        Display.number(stats.recomputed()),
        Double.isNaN(stats.expectedRecall())
            ? ""
            : String.format(Locale.ROOT, ", expected recall %.2f", stats.expectedRecall()),
        Display.duration(stats.embedQueryNanos() / 1e9),
        Display.duration(stats.scanNanos() / 1e9),
        Display.duration(stats.recomputeNanos() / 1e9));
  }

  private void documents(List<Found> hits) {
    Map<List<String>, List<Found>> documents = new LinkedHashMap<>();
    for (Found hit : hits) {
      String source = hit.place().source();
      // A mailbox holds many documents, each with a title of its own.
      List<String> document =
          source == null
              ? List.of(hit.hit().id())
              : List.of(
                  String.valueOf(hit.collection()),
                  hit.place().document(source),
                  String.valueOf(hit.title()));
      documents.computeIfAbsent(document, key -> new ArrayList<>()).add(hit);
    }
    int ranks = String.valueOf(hits.get(hits.size() - 1).rank()).length();
    for (List<Found> document : documents.values()) {
      for (Found hit : document) {
        String rank = String.format(Locale.ROOT, "%" + ranks + "d  ", hit.rank());
        if (hit == document.get(0)) {
          head(rank, hit);
        } else {
          inside(rank, hit);
        }
        body(hit, " ".repeat(rank.length()));
      }
      lines.add("");
    }
  }

  /** Title and place, so that they fit a line together. */
  private void head(String before, Found hit) {
    String after = after(hit);
    int room = terminal.width() - Cells.width(before) - Cells.width(after);
    String place = place(hit);
    String title = hit.title() == null ? "" : oneLine(hit.title());
    if (!title.isEmpty() && !title.equals(hit.name())) {
      int forTitle =
          Math.max(Math.min(MIN_TITLE, Cells.width(title)), room - Cells.width(place) - 2);
      title = Cells.cutEnd(title, forTitle) + "  ";
    } else {
      title = "";
    }
    int forPlace = Math.max(MIN_TITLE, room - Cells.width(title));
    if (Cells.width(place) > forPlace) {
      place = Cells.cutStart(place(hit, hit.place().withoutSymbol()), forPlace);
    }
    lines.add(headed(before + title) + linked(place, hit) + after);
  }

  /** The place of another hit of the same document. */
  private void inside(String before, Found hit) {
    String place = oneLine(hit.place().inside());
    lines.add(headed(before) + linked(place.isEmpty() ? place(hit) : place, hit) + after(hit));
  }

  private String after(Found hit) {
    String collection = look.collections ? "  [" + hit.collection() + "]" : "";
    if (!look.scores) {
      return collection;
    }
    Hit.Parts parts = hit.hit().parts();
    return collection
        + String.format(Locale.ROOT, "  %.4f", hit.hit().score())
        + (parts == null
            ? ""
            : String.format(
                Locale.ROOT, " (cosine %.2f, words %.2f)", parts.cosine(), parts.coverage()));
  }

  private String place(Found hit) {
    return place(hit, hit.place());
  }

  private String place(Found hit, Place place) {
    String source = place.source();
    return oneLine(source == null ? hit.hit().id() : place.text(paths.of(source)));
  }

  private static String oneLine(String text) {
    return Display.printable(text).replaceAll("\\s+", " ");
  }

  private String headed(String text) {
    return terminal.colours() && !text.isBlank() ? HEAD + text + PLAIN : text;
  }

  /** A link to the file of a hit, where a terminal can have one. */
  String linked(String text, Found hit) {
    String source = hit.place().source();
    if (!look.links || !terminal.links() || source == null) {
      return text;
    }
    return ShownPaths.absolute(source)
        .map(Path::toUri)
        .map(uri -> LINK + uri.toASCIIString() + LINK_END + text + LINK + LINK_END)
        .orElse(text);
  }

  private void body(Found hit, String indent) {
    if (hit.hit().text() != null) {
      if (look.full) {
        lines.addAll(Display.wrap(hit.hit().text(), terminal.width(), indent));
      } else {
        snippet(hit, indent);
      }
    }
    if (!hit.copies().isEmpty()) {
      String copies = String.join(", ", hit.copies().stream().map(this::place).toList());
      lines.addAll(Display.wrap("also in " + copies, terminal.width(), indent));
    }
  }

  private void snippet(Found hit, String indent) {
    int room = Math.max(20, Math.min(MAX_WIDTH, terminal.width()) - indent.length());
    Snippet snippet = hit.snippet(words, text -> ranges(text, room).size(), SNIPPET_LINES);
    String text = Display.printable(snippet.text());
    for (Cells.Range line : ranges(text, room)) {
      lines.add(indent + marked(text, line, snippet.marks()));
    }
  }

  /** The lines of a text as they are shown: without blank ones, and without a common indent. */
  private static List<Cells.Range> ranges(String text, int room) {
    List<Cells.Range> whole = new ArrayList<>();
    int indent = Integer.MAX_VALUE;
    for (int start = 0; start <= text.length(); ) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      String line = text.substring(start, end);
      if (!line.isBlank()) {
        whole.add(new Cells.Range(start, end));
        indent = Math.min(indent, line.length() - line.stripLeading().length());
      }
      start = end + 1;
    }
    List<Cells.Range> ranges = new ArrayList<>();
    for (Cells.Range line : whole) {
      int start = line.start() + indent;
      for (Cells.Range part : Cells.lines(text.substring(start, line.end()), room)) {
        ranges.add(new Cells.Range(start + part.start(), start + part.end()));
      }
    }
    return ranges;
  }

  private String marked(String text, Cells.Range line, List<Snippet.Mark> marks) {
    if (!terminal.colours()) {
      return text.substring(line.start(), line.end());
    }
    StringBuilder out = new StringBuilder();
    int at = line.start();
    for (Snippet.Mark mark : marks) {
      int start = Math.max(at, mark.start());
      int end = Math.min(line.end(), mark.end());
      if (start < end) {
        out.append(text, at, start).append(BOLD).append(text, start, end).append(PLAIN);
        at = end;
      }
    }
    return out.append(text, at, line.end()).toString();
  }
}
