package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.poi.hslf.usermodel.HSLFSlideShow;
import org.apache.poi.sl.usermodel.Slide;
import org.apache.poi.sl.usermodel.SlideShow;
import org.apache.poi.sl.usermodel.TextBox;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.junit.jupiter.api.Test;

class SlidesTest {
  private static void add(SlideShow<?, ?> show, String text) throws IOException {
    Slide<?, ?> slide = show.createSlide();
    if (!text.isEmpty()) {
      TextBox<?, ?> box = slide.createTextBox();
      box.setText(text);
    }
  }

  @Test
  void should_number_the_slides_of_powerpoint() throws Exception {
    for (SlideShow<?, ?> show : new SlideShow<?, ?>[] {new XMLSlideShow(), new HSLFSlideShow()}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (show) {
        add(show, "Regatta plan");
        add(show, "");
        add(show, "New pontoon");
        add(show, "Budget of the club");
        show.write(bytes);
      }
      String name = show instanceof XMLSlideShow ? "a.pptx" : "a.ppt";
      ReadPassages read = ReadPassages.of(name, bytes.toByteArray());
      assertEquals(3, read.all().size(), name);
      assertEquals(1L, read.place("Regatta", "slide"), name);
      assertEquals(3L, read.place("pontoon", "slide"), name);
      assertEquals(4L, read.place("Budget", "slide"), name);
    }
  }

  @Test
  void should_number_the_slides_of_opendocument() throws Exception {
    String page =
        "<draw:page><draw:frame><draw:text-box><text:p>%s</text:p></draw:text-box></draw:frame>";
    String notes =
        "<presentation:notes><draw:frame><draw:text-box><text:p>Say hello</text:p></draw:text-box></draw:frame></presentation:notes>";
    String xml =
        "<office:document-content"
            + " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
            + " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""
            + " xmlns:presentation=\"urn:oasis:names:tc:opendocument:xmlns:presentation:1.0\""
            + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>"
            + "<office:presentation>"
            + page.formatted("First")
            + notes
            + "</draw:page>"
            + page.formatted("Second")
            + "</draw:page></office:presentation></office:body></office:document-content>";
    byte[] odp =
        Samples.zip(
            "mimetype", "application/vnd.oasis.opendocument.presentation", "content.xml", xml);
    ReadPassages read = ReadPassages.of("a.odp", odp);
    assertEquals(1L, read.place("First", "slide"));
    assertEquals(1L, read.place("Say hello", "slide"));
    assertEquals(2L, read.place("Second", "slide"));
  }
}
