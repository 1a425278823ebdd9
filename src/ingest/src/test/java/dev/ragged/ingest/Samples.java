package dev.ragged.ingest;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;

/** Files of the kinds that cannot be written by hand. */
final class Samples {
  private Samples() {}

  /** A PDF whose pages are pictures. */
  static byte[] scan(BufferedImage... pages) throws IOException {
    try (PDDocument document = new PDDocument()) {
      for (BufferedImage image : pages) {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          content.drawImage(LosslessFactory.createFromImage(document, image), 40, 300, 500, 375);
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    }
  }

  /** A PDF with a line on each page; a password if not null. */
  static byte[] pdf(String password, String... pages) throws IOException {
    try (PDDocument document = new PDDocument()) {
      for (String text : pages) {
        PDPage page = new PDPage();
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          content.beginText();
          content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
          content.newLineAtOffset(50, 700);
          content.showText(text);
          content.endText();
        }
      }
      document.getDocumentInformation().setTitle("A PDF title");
      if (password != null) {
        StandardProtectionPolicy policy =
            new StandardProtectionPolicy("owner", password, new AccessPermission());
        policy.setEncryptionKeyLength(128);
        document.protect(policy);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    }
  }

  static byte[] docx(String... paragraphs) throws IOException {
    try (XWPFDocument document = new XWPFDocument()) {
      for (String paragraph : paragraphs) {
        document.createParagraph().createRun().setText(paragraph);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.write(bytes);
      return bytes.toByteArray();
    }
  }

  static byte[] odt(String content) throws IOException {
    String xml =
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + "<office:document-content"
            + " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
            + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>"
            + "<office:text><text:p>"
            + content
            + "</text:p></office:text></office:body></office:document-content>";
    return zip("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", xml);
  }

  /** A spreadsheet with this in its tables. */
  static byte[] ods(String tables) throws IOException {
    String xml =
        "<?xml version=\"1.0\"?><office:document-content"
            + " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
            + " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""
            + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>"
            + "<office:spreadsheet>"
            + tables
            + "</office:spreadsheet></office:body></office:document-content>";
    String type = "application/vnd.oasis.opendocument.spreadsheet";
    return zip("mimetype", type, "content.xml", xml);
  }

  /** Names and contents in turn. */
  static byte[] zip(String... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry(entries[i]));
        zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** A workbook with a sheet that has a table of this many rows, from row 3 on, and another. */
  static byte[] spreadsheet(Workbook workbook, int rows) throws IOException {
    try (workbook) {
      Sheet sheet = workbook.createSheet("Prices");
      row(sheet, 0, "Price list");
      row(sheet, 2, "Name", "Price", "Origin");
      for (int i = 0; i < rows; i++) {
        row(sheet, 3 + i, "Tea " + i, "", "Assam no. " + i + ". Fine.");
        sheet.getRow(3 + i).getCell(1).setCellValue(i + 0.5);
      }
      Sheet other = workbook.createSheet("Notes");
      row(other, 7, "", "Only a note");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      workbook.write(bytes);
      return bytes.toByteArray();
    }
  }

  private static void row(Sheet sheet, int number, String... cells) {
    Row row = sheet.createRow(number);
    for (int i = 0; i < cells.length; i++) {
      row.createCell(i).setCellValue(cells[i]);
    }
  }

  /** A message as Outlook saves it, with nothing but what is asked for here. */
  static byte[] outlookMail(String subject, String body) throws IOException {
    try (POIFSFileSystem file = new POIFSFileSystem()) {
      property(file, "0037", subject);
      property(file, "0C1A", "Ann Lee");
      property(file, "0C1F", "ann@example.org");
      property(file, "0E04", "Bob");
      property(file, "1000", body);
      file.createDocument(new ByteArrayInputStream(new byte[32]), "__properties_version1.0");
      file.createDirectory("__nameid_version1.0");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      file.writeFilesystem(bytes);
      return bytes.toByteArray();
    }
  }

  private static void property(POIFSFileSystem file, String id, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
    file.createDocument(new ByteArrayInputStream(bytes), "__substg1.0_" + id + "001F");
  }

  /** A tar file of names and contents in turn. */
  static byte[] tar(String... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (int i = 0; i < entries.length; i += 2) {
        byte[] content = entries[i + 1].getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(entries[i], true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(content);
    }
    return bytes.toByteArray();
  }
}
