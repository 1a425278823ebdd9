package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.util.List;
import java.util.Set;

/** Reads plain text of any sort: prose, programs, logs. */
final class TextReader implements DocumentReader {
  private static final Set<String> PROSE =
      Set.of(
          "",
          "txt",
          "text",
          "md",
          "markdown",
          "mdx",
          "rst",
          "adoc",
          "asciidoc",
          "org",
          "tex",
          "textile",
          "wiki",
          "log",
          "me",
          "1st");

  @Override
  public List<Document> read(Input input) throws UnusableFileException {
    String text;
    try {
      text = TextDecoder.decode(input.bytes());
    } catch (UnusableFileException e) {
      // Only here is it known what kind of binary it is.
      throw switch (e.reason()) {
        case BINARY ->
            new UnusableFileException(Reason.BINARY, "is binary (" + input.type() + ").");
        case UNKNOWN_ENCODING ->
            new UnusableFileException(
                Reason.UNKNOWN_ENCODING,
                "is binary (" + input.type() + ") or in an unknown text encoding.");
        default -> e;
      };
    }
    boolean prose = PROSE.contains(FileKind.extension(input.name()));
    return List.of(
        new Document(
            text,
            prose ? markdownTitle(text) : null,
            Positions.linesOf(text),
            new int[0],
            prose ? Document.Layout.WRAPPED : Document.Layout.CODE));
  }

  /** The first heading, if it is among the first lines. */
  private static String markdownTitle(String text) {
    return text.lines()
        .limit(50)
        .filter(line -> line.startsWith("# "))
        .findFirst()
        .map(line -> withoutClosingMarks(line.substring(2)))
        .filter(title -> !title.isEmpty())
        .orElse(null);
  }

  private static String withoutClosingMarks(String heading) {
    String title = heading.strip();
    int end = title.length();
    while (end > 0 && title.charAt(end - 1) == '#') {
      end--;
    }
    return title.substring(0, end).strip();
  }
}
