package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Extracts text from PDF, word processor, presentation and spreadsheet files, using Tika with
 * selected parsers. Each file is parsed on a separate thread with a time limit, since hostile files
 * can make parsers run forever. Attachments are ignored. Tika's protection against zip bombs and
 * external XML entities stays on.
 */
final class OfficeText {
  static final int DEFAULT_TIMEOUT_SECONDS = 120;

  private final int timeoutSeconds;
  private Set<MediaType> types;
  private Parser parser;

  OfficeText() {
    this(DEFAULT_TIMEOUT_SECONDS, null);
  }

  /**
   * @param parser the parser of the files, or null for Tika's, which are created when first needed
   */
  OfficeText(int timeoutSeconds, Parser parser) {
    this.timeoutSeconds = timeoutSeconds;
    this.parser = parser;
  }

  /** Whether files of a type are parsed here. */
  boolean reads(MediaType type) {
    start();
    return types.contains(type.getBaseType());
  }

  private void start() {
    if (parser == null) {
      PDFParserConfig pdf = new PDFParserConfig();
      pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
      pdf.setExtractInlineImages(false);
      pdf.setExtractBookmarksText(false);
      PDFParser pdfParser = new PDFParser();
      pdfParser.setPDFParserConfig(pdf);
      parser =
          new AutoDetectParser(
              MimeTypes.getDefaultMimeTypes(),
              pdfParser,
              new OOXMLParser(),
              new OfficeParser(),
              new RTFParser(),
              new OpenDocumentParser(),
              new EpubParser());
    }
    if (types == null) {
      types = parser.getSupportedTypes(new ParseContext());
    }
  }

  Document extract(byte[] bytes, String name, MediaType type) throws UnusableFileException {
    start();
    Parser chosen = parser;
    FutureTask<Document> task = new FutureTask<>(() -> parse(chosen, bytes, name, type));
    Thread thread = new Thread(task, "ragged-extract");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(timeoutSeconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new UnusableFileException(
          Reason.UNPARSABLE, "took longer than " + timeoutSeconds + " seconds to parse.");
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new UnusableFileException(Reason.UNPARSABLE, "was interrupted.");
    } catch (ExecutionException e) {
      throw unusable(e.getCause());
    }
  }

  private static UnusableFileException unusable(Throwable failure) {
    if (failure instanceof UnusableFileException known) {
      return known;
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof EncryptedDocumentException) {
        return new UnusableFileException(Reason.ENCRYPTED, "is encrypted.");
      }
      if (t instanceof ZeroByteFileException) {
        return UnusableFileException.empty();
      }
      if (t instanceof StackOverflowError) {
        return UnusableFileException.nestedTooDeeply();
      }
      if (t instanceof OutOfMemoryError) {
        return UnusableFileException.outOfMemory();
      }
    }
    return new UnusableFileException(Reason.UNPARSABLE, "cannot be parsed: " + firstLine(failure));
  }

  private static String firstLine(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    String line = message.lines().findFirst().orElse("").strip();
    line = line.length() > 200 ? line.substring(0, 200) : line;
    return line.endsWith(".") ? line : line + ".";
  }

  private static Document parse(Parser parser, byte[] bytes, String name, MediaType type)
      throws IOException, SAXException, TikaException {
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    ParseContext context = new ParseContext();
    context.set(EmbeddedDocumentExtractor.class, new NoAttachments());
    boolean paged = type.getBaseType().equals(MediaType.application("pdf"));
    XhtmlText handler = new XhtmlText(paged);
    try (TikaInputStream stream = TikaInputStream.get(bytes, metadata)) {
      parser.parse(stream, handler, metadata, context);
    }
    return handler.document(metadata.get(TikaCoreProperties.TITLE));
  }

  /** Ignores attachments. */
  private static final class NoAttachments implements EmbeddedDocumentExtractor {
    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
      return false;
    }

    @Override
    public void parseEmbedded(
        InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {}
  }
}
