package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import dev.ragged.spi.DataFolders;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * Reads pictures and scanned PDFs with the program Tesseract, if it is installed: a process for
 * each picture or page, within limits of size and time.
 *
 * <p>The system property {@value #PROGRAM} is the program's path, or {@value #NONE} to read no
 * pictures; else it is looked for on the {@code PATH}. {@value #LANGUAGES} is as its option {@code
 * -l} takes it, such as {@code deu+eng}; the default is the program's own.
 */
final class Tesseract {
  static final String PROGRAM = "ragged.ocr";
  static final String LANGUAGES = "ragged.ocr.languages";
  static final String NONE = "none";

  /** How long all pages of a file may take. */
  static final int FILE_SECONDS = 600;

  private static final int PAGE_SECONDS = 60;
  private static final int MAX_PAGES = 200;
  private static final long MAX_PIXELS = 50_000_000;

  /** Symbols and thumbnails hold no text. */
  private static final int MIN_SIDE = 40;

  private static final float DPI = 300;
  private static final float POINTS_PER_INCH = 72;

  /** Of a hundred. What it sees in photographs of no text is below. */
  private static final double MIN_CONFIDENCE = 50;

  private static final int MIN_LETTERS = 8;

  /** Columns of its table. */
  private static final int PAGE = 1;

  private static final int BLOCK = 2;
  private static final int PARAGRAPH = 3;
  private static final int LINE = 4;
  private static final int CONFIDENCE = 10;
  private static final int WORD = 11;

  private Tesseract() {}

  /** The program, or null. */
  static String program() {
    String set = System.getProperty(PROGRAM);
    if (set != null) {
      return set.equals(NONE) ? null : set;
    }
    String path = System.getenv("PATH");
    for (String folder : path == null ? new String[0] : path.split(File.pathSeparator)) {
      for (String name : List.of("tesseract", "tesseract.exe")) {
        try {
          Path program = Path.of(folder, name);
          if (program.isAbsolute() && Files.isExecutable(program)) {
            return program.toString();
          }
        } catch (InvalidPathException e) {
          continue; // no folder of this system
        }
      }
    }
    return null;
  }

  /** What decides which text a picture or PDF gives, apart from its bytes; empty for no program. */
  static String settings() {
    return program() == null ? "" : " ocr " + System.getProperty(LANGUAGES, "");
  }

  /** Whether to read pictures; those in archives and mail could take longer than others have. */
  private static boolean isFor(Input input) {
    return program() != null && input.budget().isOutermost();
  }

  /** Reads a picture, which may have several pages. */
  static List<Document> readPicture(Input input) throws Exception {
    if (!isFor(input)) {
      throw UnusableFileException.needsOcr("is a picture");
    }
    checkSize(input.bytes());
    DocumentBuilder text = new DocumentBuilder(Positions.Unit.PAGE, Document.Layout.WRAPPED);
    Path folder = Files.createTempDirectory("ragged-ocr-");
    try {
      Path picture = Files.write(folder.resolve("picture"), input.bytes());
      append(text, recognised(picture, folder), 0);
    } finally {
      DataFolders.remove(folder);
    }
    return List.of(text.build(null, Map.of()));
  }

  /**
   * Looks at a PDF without text.
   *
   * @throws UnusableFileException if its pages are pictures, perhaps of text
   */
  static void refuseScan(byte[] pdf) throws IOException, UnusableFileException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      if (hasPictures(document)) {
        throw UnusableFileException.needsOcr("has pictures of pages instead of text");
      }
    }
  }

  /** Reads the pages of a PDF as pictures. */
  static List<Document> readPdf(Input input) throws Exception {
    DocumentBuilder text = new DocumentBuilder(Positions.Unit.PAGE, Document.Layout.WRAPPED);
    Path folder = Files.createTempDirectory("ragged-ocr-");
    try (PDDocument document = Loader.loadPDF(input.bytes())) {
      if (document.getNumberOfPages() > MAX_PAGES) {
        throw new UnusableFileException(
            Reason.TOO_LARGE, "has more than " + MAX_PAGES + " scanned pages; split it.");
      }
      PDFRenderer renderer = new PDFRenderer(document);
      for (int page = 0; page < document.getNumberOfPages(); page++) {
        PDRectangle box = document.getPage(page).getCropBox();
        double inches = box.getWidth() * (double) box.getHeight() / Math.pow(POINTS_PER_INCH, 2);
        float dpi = (float) Math.min(DPI, Math.sqrt(MAX_PIXELS / Math.max(inches, 1)));
        BufferedImage image = renderer.renderImageWithDPI(page, dpi, ImageType.GRAY);
        Path picture = folder.resolve("page.png");
        ImageIO.write(image, "png", picture.toFile());
        append(text, recognised(picture, folder), page);
      }
    } finally {
      DataFolders.remove(folder);
    }
    return List.of(text.build(null, Map.of()));
  }

  private static boolean hasPictures(PDDocument document) throws IOException {
    for (int page = 0; page < Math.min(MAX_PAGES, document.getNumberOfPages()); page++) {
      PDResources resources = document.getPage(page).getResources();
      for (COSName name : resources == null ? List.<COSName>of() : resources.getXObjectNames()) {
        if (resources.isImageXObject(name)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void checkSize(byte[] picture) throws IOException, UnusableFileException {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(picture))) {
      var readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw UnusableFileException.damaged();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width * height > MAX_PIXELS) {
          throw new UnusableFileException(
              Reason.TOO_LARGE, "has more than " + MAX_PIXELS + " pixels.");
        }
        if (Math.min(width, height) < MIN_SIDE) {
          throw noText();
        }
      } finally {
        reader.dispose();
      }
    }
  }

  private static UnusableFileException noText() {
    return new UnusableFileException(Reason.NO_TEXT, "has no text.");
  }

  /** The table of words that the program finds in a picture. */
  private static List<String[]> recognised(Path picture, Path folder)
      throws IOException, UnusableFileException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program(), picture.toString(), "stdout"));
    String languages = System.getProperty(LANGUAGES, "");
    if (!languages.isEmpty()) {
      command.addAll(List.of("-l", languages));
    }
    command.add("tsv");
    Path table = folder.resolve("words.tsv");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_THREAD_LIMIT", "1");
    builder.redirectInput(ProcessBuilder.Redirect.from(new File(nothing())));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.redirectOutput(table.toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(PAGE_SECONDS, TimeUnit.SECONDS)) {
        throw UnusableFileException.tookTooLong(PAGE_SECONDS);
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new UnusableFileException(
          Reason.UNPARSABLE,
          "cannot be read by Tesseract"
              + (languages.isEmpty()
                  ? "."
                  : "; 'tesseract --list-langs' must list all of " + languages + "."));
    }
    List<String[]> words = new ArrayList<>();
    try (InputStream in = Files.newInputStream(table)) {
      String text = new String(in.readNBytes(64 << 20), StandardCharsets.UTF_8);
      for (String row : text.split("\n")) {
        String[] cells = row.split("\t", -1);
        if (cells.length > WORD && cells[CONFIDENCE].matches("\\d{1,3}(\\.\\d+)?")) {
          words.add(cells);
        }
      }
    }
    return words;
  }

  private static String nothing() {
    return File.separatorChar == '\\' ? "NUL" : "/dev/null";
  }

  /** Adds the words that are surely some, in lines and paragraphs. */
  private static void append(DocumentBuilder text, List<String[]> words, int pagesBefore) {
    List<String[]> sure =
        words.stream()
            .filter(word -> Double.parseDouble(word[CONFIDENCE]) >= MIN_CONFIDENCE)
            .filter(word -> !word[WORD].isBlank())
            .toList();
    long letters =
        sure.stream().flatMapToInt(word -> word[WORD].chars()).filter(Character::isLetter).count();
    if (letters < MIN_LETTERS) {
      return;
    }
    String[] before = null;
    for (String[] word : sure) {
      if (before == null || !before[PAGE].equals(word[PAGE])) {
        text.append(text.length() == 0 ? "" : "\n\n");
        text.at(pagesBefore + Integer.parseInt(word[PAGE]));
      } else if (!before[BLOCK].equals(word[BLOCK]) || !before[PARAGRAPH].equals(word[PARAGRAPH])) {
        text.append("\n\n");
      } else {
        text.append(before[LINE].equals(word[LINE]) ? " " : "\n");
      }
      text.append(word[WORD]);
      before = word;
    }
  }
}
