package dev.ragged.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.tika.utils.XMLReaderUtils;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** The parts of an OpenDocument file. */
final class OpenDocumentFile implements AutoCloseable {
  private static final int MAX_META_BYTES = 1 << 18;

  private final byte[] bytes;
  private final Element meta;
  private InputStream content;

  OpenDocumentFile(byte[] bytes) throws IOException {
    this.bytes = bytes;
    InputStream found = part("meta.xml");
    try (found) {
      byte[] xml = found == null ? new byte[0] : found.readNBytes(MAX_META_BYTES);
      this.meta = Jsoup.parse(new String(xml, StandardCharsets.UTF_8), "", Parser.xmlParser());
    }
  }

  /** The content, which is read while the file is unpacked. */
  XMLStreamReader content() throws IOException, XMLStreamException, UnusableFileException {
    content = part("content.xml");
    if (content == null) {
      throw UnusableFileException.damaged();
    }
    return XMLReaderUtils.getXMLInputFactory().createXMLStreamReader(content);
  }

  String title() {
    return Origin.oneLine(text("dc|title"), 300);
  }

  Map<String, Object> origin() {
    String author = text("meta|initial-creator");
    String date = text("dc|date");
    return new HashMap<>(Origin.of(author == null ? text("dc|creator") : author, date));
  }

  private String text(String name) {
    Element element = meta.selectFirst(name);
    return element == null ? null : element.text();
  }

  private InputStream part(String name) throws IOException {
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes));
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().equals(name)) {
        return zip;
      }
    }
    zip.close();
    return null;
  }

  @Override
  public void close() throws IOException {
    if (content != null) {
      content.close();
    }
  }
}
