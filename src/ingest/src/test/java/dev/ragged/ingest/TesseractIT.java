package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.ingest.Skipped.Reason;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pictures of text and scanned pages, read by the program if this machine has it. */
class TesseractIT {
  private static final Extractor EXTRACTOR = new Extractor(50 << 20);

  @BeforeEach
  void need_the_program() {
    assumeTrue(Tesseract.program() != null, "Tesseract is not installed");
  }

  private static BufferedImage page(String... lines) {
    BufferedImage image = new BufferedImage(1200, 900, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, image.getWidth(), image.getHeight());
    pen.setColor(Color.BLACK);
    pen.setFont(new Font(Font.SERIF, Font.PLAIN, 40));
    for (int i = 0; i < lines.length; i++) {
      pen.drawString(lines[i], 80, 120 + 70 * i);
    }
    pen.dispose();
    return image;
  }

  private static byte[] file(String format, BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, bytes), format);
    return bytes.toByteArray();
  }

  @Test
  void should_read_pictures() throws Exception {
    BufferedImage image = page("The ferry to the island", "leaves at seven.");
    for (String format : new String[] {"png", "jpg", "tiff"}) {
      Document read = EXTRACTOR.extract(file(format, image), "a." + format).get(0);
      String words = read.text().replaceAll("\\s+", " ");
      assertEquals("The ferry to the island leaves at seven.", words, format);
      assertEquals(1, read.positions().at(0));
    }
  }

  @Test
  void should_read_scanned_pages_with_their_numbers() throws Exception {
    byte[] pdf =
        Samples.scan(
            page("Bees dance to tell the way."), page(), page("The harbour closes in winter."));
    Document read = EXTRACTOR.extract(pdf, "a.pdf").get(0);
    assertEquals("Bees dance to tell the way.\n\nThe harbour closes in winter.", read.text());
    assertEquals(1, read.positions().at(5));
    assertEquals(3, read.positions().at(read.text().indexOf("harbour")));
  }

  @Test
  void should_find_no_text_in_other_pictures() throws Exception {
    BufferedImage noise = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int x = 0; x < noise.getWidth(); x++) {
      for (int y = 0; y < noise.getHeight(); y++) {
        noise.setRGB(x, y, random.nextInt());
      }
    }
    assertEquals(Reason.NO_TEXT, refused(file("png", noise)).reason());
    BufferedImage symbol = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    assertEquals(Reason.NO_TEXT, refused(file("png", symbol)).reason());
  }

  @Test
  void should_refuse_what_is_damaged_or_huge() throws Exception {
    byte[] png = file("png", page("The ferry."));
    assertEquals(Reason.UNPARSABLE, refused(Arrays.copyOf(png, 20)).reason());
    byte[] huge = png.clone();
    huge[17] = 1; // the width, in big-endian bytes from the 17th on
    huge[21] = 1;
    assertEquals(Reason.TOO_LARGE, refused(huge).reason());
  }

  private static UnusableFileException refused(byte[] png) {
    return assertThrows(UnusableFileException.class, () -> EXTRACTOR.extract(png, "a.png"));
  }
}
