package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/** Extracts documents from a file's bytes. */
final class Extractor implements AutoCloseable {
  /** Part of every digest; increment it when the same bytes give a different text. */
  static final int VERSION = 1;

  private static final Set<String> HTML = Set.of("html", "htm", "xhtml", "xht");

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
          "1st",
          "eml");

  private static final Set<String> ARCHIVES =
      Set.of(
          "application/zip",
          "application/java-archive",
          "application/x-tar",
          "application/x-gtar",
          "application/gzip",
          "application/x-bzip2",
          "application/x-bzip",
          "application/x-xz",
          "application/zstd",
          "application/x-7z-compressed",
          "application/x-rar-compressed",
          "application/x-archive",
          "application/x-cpio",
          "application/x-debian-package",
          "application/vnd.debian.binary-package",
          "application/x-rpm",
          "application/vnd.android.package-archive");

  /**
   * Up to this size a page is parsed here. The worst page measured takes 1.4 seconds at 64 KiB, and
   * 20 seconds or more at 1 MiB, in the HTML parser.
   */
  private static final int MAX_HTML_HERE = 64 << 10;

  private final long maxBytes;
  private final ParserProcess process;
  private final OfficeText office;

  Extractor(long maxBytes) {
    this(maxBytes, new ParserProcess(OfficeText.DEFAULT_TIMEOUT_SECONDS), new OfficeText());
  }

  /**
   * @param process where to parse what can run away, or null to do it here
   * @param office for parsing it here
   */
  Extractor(long maxBytes, ParserProcess process, OfficeText office) {
    this.maxBytes = maxBytes;
    this.process = process;
    this.office = office;
  }

  /** Ends the parser process; what it is parsing becomes unusable. Any thread may call it. */
  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }

  /**
   * @throws UnusableFileException if the file has no text, is of an unknown kind or cannot be read
   */
  List<Document> extract(byte[] bytes, String name) throws UnusableFileException {
    if (bytes.length == 0) {
      throw UnusableFileException.empty();
    }
    List<Document> documents;
    if (bytes.length > 2 && (bytes[0] & 0xFF) == 0x1F && (bytes[1] & 0xFF) == 0x8B) {
      String inner = name.replaceFirst("(?i)\\.gz$", "");
      byte[] unpacked = gunzip(bytes);
      MediaType type = type(unpacked, inner);
      if (ARCHIVES.contains(type.toString()) || inner.endsWith(".tgz")) {
        throw UnusableFileException.archive();
      }
      documents = plain(unpacked, inner, type);
    } else {
      MediaType type = type(bytes, name);
      documents = OfficeText.reads(type) ? office(bytes, name, type) : plain(bytes, name, type);
    }
    MemoryNeed.check(documents.stream().mapToLong(document -> document.text().length()).sum());
    if (documents.stream().allMatch(document -> document.text().isBlank())) {
      throw new UnusableFileException(Reason.NO_TEXT, "has no text.");
    }
    return documents;
  }

  private List<Document> office(byte[] bytes, String name, MediaType type)
      throws UnusableFileException {
    var request = new ParserProtocol.Request(type.toString(), name, (int) maxBytes, bytes);
    List<Document> documents = process == null ? null : process.parse(request);
    return documents != null ? documents : office.parseInThread(request);
  }

  private List<Document> html(byte[] bytes, String name) throws UnusableFileException {
    List<Document> documents = null;
    if (process != null && bytes.length > MAX_HTML_HERE) {
      documents =
          process.parse(
              new ParserProtocol.Request(ParserProtocol.Request.HTML, name, (int) maxBytes, bytes));
    }
    return documents != null ? documents : List.of(HtmlText.extract(TextDecoder.decodeHtml(bytes)));
  }

  private static MediaType type(byte[] bytes, String name) {
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    try {
      return MimeTypes.getDefaultMimeTypes().detect(new ByteArrayInputStream(bytes), metadata);
    } catch (IOException e) {
      return MediaType.OCTET_STREAM;
    }
  }

  /** The content takes precedence over the name: a .ts file may be a program or a video. */
  private List<Document> plain(byte[] bytes, String name, MediaType type)
      throws UnusableFileException {
    String extension = extension(name);
    boolean html =
        HTML.contains(extension) || extension.isEmpty() && type.getSubtype().contains("html");
    try {
      if (html) {
        return html(bytes, name);
      }
      String text = TextDecoder.decode(bytes);
      boolean prose = PROSE.contains(extension);
      return List.of(
          new Document(
              text,
              prose ? markdownTitle(text) : null,
              Positions.linesOf(text),
              new int[0],
              prose ? Document.Layout.WRAPPED : Document.Layout.CODE));
    } catch (UnusableFileException e) {
      if (ARCHIVES.contains(type.toString())) {
        throw UnusableFileException.archive();
      }
      // Only here is it known what kind of binary it is.
      throw switch (e.reason()) {
        case BINARY -> new UnusableFileException(Reason.BINARY, "is binary (" + type + ").");
        case UNKNOWN_ENCODING ->
            new UnusableFileException(
                Reason.UNKNOWN_ENCODING,
                "is binary (" + type + ") or in an unknown text encoding.");
        default -> e;
      };
    }
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

  private byte[] gunzip(byte[] bytes) throws UnusableFileException {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] unpacked = stream.readNBytes((int) (maxBytes + 1));
      if (unpacked.length > maxBytes) {
        throw new UnusableFileException(
            Reason.TOO_LARGE,
            "unpacks to more than " + maxBytes + " bytes, the limit for one file.");
      }
      MemoryNeed.check(unpacked.length);
      if (unpacked.length == 0) {
        throw UnusableFileException.empty();
      }
      return unpacked;
    } catch (IOException e) {
      throw new UnusableFileException(
          Reason.UNPARSABLE, "cannot be unpacked: it is damaged or cut short.");
    }
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
