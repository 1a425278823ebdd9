package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.io.InputStream;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.tika.exception.EncryptedDocumentException;
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
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xml.sax.ContentHandler;

/**
 * Extracts text from PDF, word processor, presentation and spreadsheet files, using Tika with
 * selected parsers. Attachments are ignored. Tika's protection against zip bombs and external XML
 * entities stays on.
 */
final class OfficeText implements DocumentReader {
  static final int DEFAULT_TIMEOUT_SECONDS = 120;

  /** A limit, because causes can form a circle. */
  private static final int MAX_CAUSES = 20;

  /** What PowerPoint calls every file. */
  private static final String NO_TITLE = "PowerPoint Presentation";

  private static final Logger LOG = LoggerFactory.getLogger(OfficeText.class);

  private final int timeoutSeconds;
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
  static boolean reads(MediaType type) {
    return OfficeTypes.ALL.contains(type.getBaseType());
  }

  static Parser parsers() {
    PDFParserConfig pdf = new PDFParserConfig();
    pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
    pdf.setExtractInlineImages(false);
    pdf.setExtractBookmarksText(false);
    PDFParser pdfParser = new PDFParser();
    pdfParser.setPDFParserConfig(pdf);
    return new AutoDetectParser(
        MimeTypes.getDefaultMimeTypes(),
        pdfParser,
        new OOXMLParser(),
        new OfficeParser(),
        new RTFParser(),
        new OpenDocumentParser());
  }

  /** How long a file may take to read, of whatever kind. */
  int timeoutSeconds() {
    return timeoutSeconds;
  }

  @Override
  public List<Document> read(Input input) throws Exception {
    if (parser == null) {
      parser = parsers();
    }
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, input.name());
    ParseContext context = new ParseContext();
    context.set(EmbeddedDocumentExtractor.class, new NoAttachments());
    XhtmlText handler = new XhtmlText(unit(input.type()), input.budget().maxText());
    try (TikaInputStream stream = TikaInputStream.get(input.bytes(), metadata)) {
      parser.parse(stream, handler, metadata, context);
    }
    String title = metadata.get(TikaCoreProperties.TITLE);
    Document document = handler.document(NO_TITLE.equals(title) ? null : title, origin(metadata));
    if (document.text().isBlank() && unit(input.type()) == Positions.Unit.PAGE) {
      Tesseract.refuseScan(input.bytes());
    }
    return List.of(document);
  }

  private static Positions.Unit unit(MediaType type) {
    String name = type.getBaseType().toString();
    return name.equals("application/pdf")
        ? Positions.Unit.PAGE
        : name.contains("presentation") || name.contains("powerpoint")
            ? Positions.Unit.SLIDE
            : Positions.Unit.LINE;
  }

  private static Map<String, Object> origin(Metadata metadata) {
    Date date = metadata.getDate(TikaCoreProperties.MODIFIED);
    date = date == null ? metadata.getDate(TikaCoreProperties.CREATED) : date;
    String author = String.join(", ", metadata.getValues(TikaCoreProperties.CREATOR));
    return Origin.of(author, date == null ? null : date.toInstant());
  }

  /** What a user can understand of a parser's failure, which is hardly ever its own words. */
  static UnusableFileException unusable(Throwable failure) {
    Throwable t = failure;
    for (int depth = 0; t != null && depth < MAX_CAUSES; t = t.getCause(), depth++) {
      if (t instanceof UnusableFileException known) {
        return known;
      }
      if (t instanceof XhtmlText.TooMuchTextException tooMuch) {
        return UnusableFileException.tooMuchText(tooMuch.limit);
      }
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
      if (isZipBomb(t)) {
        return UnusableFileException.bomb();
      }
    }
    LOG.debug("A file cannot be parsed.", failure);
    return UnusableFileException.damaged();
  }

  /** Tika and POI have only their messages to tell. */
  private static boolean isZipBomb(Throwable failure) {
    String message = failure.getMessage();
    return message != null && message.toLowerCase(Locale.ROOT).contains("zip bomb");
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
