package dev.ragged.ingest;

import dev.ragged.Metadata;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads programs: text with an outline of functions and types, so that passages are whole ones.
 * Without a library for this machine, it is text without one.
 */
final class CodeReader implements DocumentReader {
  /** Syntax trees take many times the size of the text, and nobody writes so much into one file. */
  static final int MAX_BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(CodeReader.class);

  @Override
  public List<Document> read(Input input) throws UnusableFileException {
    Document plain = new TextReader().read(input).get(0);
    Grammar grammar = Grammar.of(FileKind.extension(input.name()), plain.text());
    if (grammar == null || plain.text().length() > MAX_BYTES) {
      return List.of(plain);
    }
    List<Section> outline;
    try {
      outline = CodeOutline.of(grammar, plain.text());
    } catch (LinkageError | RuntimeException e) {
      LOG.debug("{} is cut by lines.", input.name(), e);
      return List.of(plain);
    }
    return List.of(
        new Document(
            plain.text(),
            null,
            plain.positions(),
            new int[0],
            Document.Layout.CODE,
            Map.of(Metadata.LANGUAGE, grammar.name()),
            outline));
  }
}
