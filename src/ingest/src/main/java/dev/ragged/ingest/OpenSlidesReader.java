package dev.ragged.ingest;

import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

/** Reads OpenDocument presentations by slides, which Tika does not tell apart. */
final class OpenSlidesReader implements DocumentReader {
  @Override
  public List<Document> read(Input input) throws Exception {
    DocumentBuilder slides = new DocumentBuilder(Positions.Unit.SLIDE, Document.Layout.LINES);
    int slide = 0;
    int paragraphs = 0;
    try (OpenDocumentFile file = new OpenDocumentFile(input.bytes())) {
      XMLStreamReader xml = file.content();
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            switch (xml.getLocalName()) {
              case "page" -> slides.at(++slide).section("", Map.of());
              case "p", "h" -> paragraphs++;
              case "s", "tab" -> slides.append(" ");
              case "line-break" -> slides.append("\n");
              default -> {}
            }
          }
          case XMLStreamConstants.END_ELEMENT -> {
            if (xml.getLocalName().equals("p") || xml.getLocalName().equals("h")) {
              paragraphs--;
              slides.append("\n");
            }
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
            if (slide > 0 && paragraphs > 0) {
              slides.append(xml.getText());
            }
          }
          default -> {}
        }
        if (slides.length() > input.budget().maxText()) {
          throw UnusableFileException.tooMuchText(input.budget().maxText());
        }
      }
      return List.of(slides.build(file.title(), file.origin()));
    }
  }
}
