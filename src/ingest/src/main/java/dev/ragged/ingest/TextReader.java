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
          "qmd",
          "rmd",
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

  private static final Set<String> MARKDOWN = Set.of("md", "markdown", "mdx", "qmd", "rmd");

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
    String extension = FileKind.extension(input.name());
    FrontMatter front = MARKDOWN.contains(extension) ? FrontMatter.of(text) : FrontMatter.NONE;
    if (front != FrontMatter.NONE) {
      return List.of(markdown(text, front));
    }
    if (extension.equals("txt") && WhatsAppChat.isOne(text)) {
      return List.of(WhatsAppChat.read(text, input.name(), input.budget().maxText()));
    }
    boolean prose = PROSE.contains(extension);
    return List.of(
        new Document(
            text,
            prose ? markdownTitle(text) : null,
            Positions.linesOf(text),
            new int[0],
            prose ? Document.Layout.WRAPPED : Document.Layout.CODE));
  }

  private static Document markdown(String text, FrontMatter front) {
    String body = text.substring(front.end());
    return new Document(
        body,
        front.title() == null ? markdownTitle(body) : front.title(),
        Positions.linesOf(body, Positions.linesOf(text).at(front.end())),
        new int[0],
        Document.Layout.WRAPPED,
        front.metadata(),
        List.of());
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
