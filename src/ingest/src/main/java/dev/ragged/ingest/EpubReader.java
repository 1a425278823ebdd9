package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** Reads an EPUB: each chapter a document, with the lines of its page in the book. */
final class EpubReader implements DocumentReader {
  /** The key of the title of the book that a chapter is of. */
  static final String BOOK = "book";

  @Override
  public List<Document> read(Input input) throws Exception {
    Map<String, byte[]> files = files(input);
    String packagePath = xml(files, "META-INF/container.xml").select("rootfile").attr("full-path");
    Element book = xml(files, packagePath);
    Map<String, String> hrefs = new HashMap<>();
    for (Element item : book.select("manifest > item")) {
      if (!item.attr("properties").contains("nav")) {
        hrefs.put(item.attr("id"), item.attr("href"));
      }
    }
    Map<String, Object> metadata =
        new HashMap<>(Origin.of(first(book, "dc|creator"), first(book, "dc|date")));
    String title = first(book, "dc|title");
    Origin.put(metadata, BOOK, title);
    Set<String> chapters = new LinkedHashSet<>();
    for (Element reference : book.select("spine > itemref")) {
      chapters.add(path(packagePath, hrefs.getOrDefault(reference.attr("idref"), "")));
    }
    List<Document> documents = new ArrayList<>();
    for (String chapter : chapters) {
      byte[] page = files.get(chapter);
      if (page != null && page.length > 0) {
        documents.add(chapter(decoded(page)).within(chapter, metadata));
      }
    }
    if (documents.isEmpty()) {
      throw UnusableFileException.damaged();
    }
    return documents;
  }

  /** A page, with the first heading as its title rather than the book's, which many pages have. */
  private static Document chapter(String page) {
    Document text = HtmlText.extract(page);
    String title = text.title();
    if (text.headings().length > 0) {
      int start = text.headings()[0];
      int end = text.text().indexOf('\n', start);
      title = text.text().substring(start, end < 0 ? text.text().length() : end).strip();
    }
    return new Document(text.text(), title, text.positions(), text.headings(), text.layout());
  }

  private static String decoded(byte[] page) throws UnusableFileException {
    try {
      return TextDecoder.decodeHtml(page);
    } catch (UnusableFileException e) {
      throw new UnusableFileException(Reason.ENCRYPTED, "is encrypted.");
    }
  }

  /** The pages of the book and what lists them. */
  private static Map<String, byte[]> files(Input input) throws IOException, UnusableFileException {
    Map<String, byte[]> files = new HashMap<>();
    long text = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(input.bytes()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        input.budget().member();
        if (entry.getName().matches("(?i).*\\.(x?html?|xml|opf)")) {
          byte[] bytes = zip.readNBytes(input.budget().maxText() + 1);
          text += bytes.length;
          if (text > input.budget().maxText()) {
            throw UnusableFileException.tooMuchText(input.budget().maxText());
          }
          files.put(entry.getName(), bytes);
        }
      }
    }
    return files;
  }

  private static Element xml(Map<String, byte[]> files, String path) throws UnusableFileException {
    byte[] bytes = files.get(path);
    if (bytes == null || bytes.length == 0) {
      throw UnusableFileException.damaged();
    }
    return Jsoup.parse(TextDecoder.decode(bytes), "", Parser.xmlParser());
  }

  private static String first(Element book, String name) {
    Element element = book.selectFirst(name);
    return element == null ? null : element.text();
  }

  /** A path in the book that another one names. */
  private static String path(String from, String reference) {
    String plain = reference.replaceFirst("#.*", "").replace("+", "%2B");
    try {
      plain = URLDecoder.decode(plain, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A name with a percent sign.
    }
    List<String> parts = new ArrayList<>();
    for (String part : (from.substring(0, from.lastIndexOf('/') + 1) + plain).split("/")) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.remove(parts.size() - 1);
      } else if (!part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
