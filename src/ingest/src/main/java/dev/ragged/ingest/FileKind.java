package dev.ragged.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/** The kinds of files, each with one way to read it. */
enum FileKind {
  /** Plain text of any sort, or nothing that can be read. */
  TEXT(Integer.MAX_VALUE),
  /** The worst page measured takes 1.4 seconds at 64 KiB, and 20 seconds or more at 1 MiB. */
  HTML(64 << 10),
  /** A program in a language that {@link Grammar} covers; its parser is C. */
  CODE(0),
  /** One message. */
  MAIL(0),
  /** Messages one after the other. */
  MAILBOX(0),
  /** A message as Outlook saves it. */
  OUTLOOK_MAIL(0),
  /** A Jupyter notebook. */
  NOTEBOOK(1 << 20),
  /** A table in text. */
  CSV(1 << 20),
  /** JSON, also of chat programs. */
  JSON(1 << 20),
  /** Excel's. */
  SPREADSHEET(0),
  /** OpenDocument's spreadsheets. */
  OPEN_SPREADSHEET(0),
  /** OpenDocument's presentations. */
  OPEN_SLIDES(0),
  /** A book. */
  EPUB(0),
  /** Rich text. */
  RTF(0),
  /** Files in a file. */
  ARCHIVE(0),
  /** A file that is packed by itself. */
  COMPRESSED(0),
  /** A picture, perhaps of a page. */
  PICTURE(0),
  /** A PDF that turned out to be pictures of pages. */
  SCAN(0),
  /** What else Tika reads. */
  OFFICE(0);

  private static final String OOXML = "application/vnd.openxmlformats-officedocument.";
  private static final String ODF = "application/vnd.oasis.opendocument.";

  private static final Map<String, FileKind> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("html", HTML),
          Map.entry("htm", HTML),
          Map.entry("xhtml", HTML),
          Map.entry("xht", HTML),
          Map.entry("eml", MAIL),
          Map.entry("emlx", MAIL),
          Map.entry("csv", CSV),
          Map.entry("tsv", CSV),
          Map.entry("tab", CSV),
          Map.entry("json", JSON),
          Map.entry("geojson", JSON),
          Map.entry("ipynb", NOTEBOOK),
          Map.entry("mbox", MAILBOX),
          Map.entry("mbx", MAILBOX));

  private static final Map<String, FileKind> BY_TYPE =
      Map.ofEntries(
          Map.entry("application/vnd.ms-outlook", OUTLOOK_MAIL),
          Map.entry("application/epub+zip", EPUB),
          Map.entry("application/x-ibooks+zip", EPUB),
          Map.entry("application/rtf", RTF),
          Map.entry("image/png", PICTURE),
          Map.entry("image/jpeg", PICTURE),
          Map.entry("image/tiff", PICTURE),
          Map.entry("application/zip", ARCHIVE),
          Map.entry("application/x-tika-ooxml", ARCHIVE),
          Map.entry("application/x-tar", ARCHIVE),
          Map.entry("application/x-gtar", ARCHIVE),
          Map.entry("application/gzip", COMPRESSED),
          Map.entry("application/x-bzip2", COMPRESSED),
          Map.entry("application/x-bzip", COMPRESSED),
          Map.entry("application/x-xz", COMPRESSED),
          Map.entry("application/vnd.ms-excel", SPREADSHEET),
          Map.entry("application/vnd.ms-excel.sheet.macroenabled.12", SPREADSHEET),
          Map.entry("application/vnd.ms-excel.template.macroenabled.12", SPREADSHEET),
          Map.entry(OOXML + "spreadsheetml.sheet", SPREADSHEET),
          Map.entry(OOXML + "spreadsheetml.template", SPREADSHEET),
          Map.entry(ODF + "presentation", OPEN_SLIDES),
          Map.entry(ODF + "presentation-template", OPEN_SLIDES),
          Map.entry(ODF + "spreadsheet", OPEN_SPREADSHEET),
          Map.entry(ODF + "spreadsheet-template", OPEN_SPREADSHEET));

  private static final Set<String> MAIL_TYPES = Set.of("message/rfc822", "application/mbox");

  private final int maxBytesHere;

  FileKind(int maxBytesHere) {
    this.maxBytesHere = maxBytesHere;
  }

  /** Whether so large a file is quick and safe to read outside the parser process. */
  boolean isLight(int bytes) {
    return bytes <= maxBytesHere;
  }

  /** The content takes precedence over the name: a .ts file may be a program or a video. */
  static FileKind of(MediaType type, String name) {
    FileKind known = BY_TYPE.get(type.getBaseType().toString());
    if (known != null) {
      return known;
    }
    if (OfficeText.reads(type)) {
      return OFFICE;
    }
    String extension = extension(name);
    known = BY_EXTENSION.get(extension);
    if (known != null) {
      return known;
    }
    if (Grammar.covers(extension)) {
      return CODE;
    }
    if (extension.isEmpty() && type.getSubtype().contains("html")) {
      return HTML;
    }
    // Mail programs name messages by numbers and flags; notes may begin like a message, too.
    if (MAIL_TYPES.contains(type.toString()) && !extension.matches("[a-z]+")) {
      return type.getSubtype().equals("mbox") ? MAILBOX : MAIL;
    }
    return TEXT;
  }

  static MediaType type(byte[] bytes, String name) {
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    try {
      return MimeTypes.getDefaultMimeTypes().detect(new ByteArrayInputStream(bytes), metadata);
    } catch (IOException e) {
      return MediaType.OCTET_STREAM;
    }
  }

  /** What follows the last dot of a name, in lower case. */
  static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
