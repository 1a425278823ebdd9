package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.UnsupportedZipFeatureException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.tika.mime.MediaType;

/**
 * Reads the files in a zip or tar file, as it would those in a folder; nothing is unpacked to disk.
 * Files that cannot be read are left out.
 */
final class ArchiveReader implements DocumentReader {
  private static final int MAX_MEMBER_NAME = 500;

  /** Text is hardly ever packed better than 20 to 1. */
  private static final int MAX_RATIO = 200;

  /** Any archive may unpack to this much. */
  private static final long MIN_LIMIT = 16L << 20;

  /** What is in an office file that has no name to know it by. */
  private static final Map<String, String> OFFICE =
      Map.of(
          "word/document.xml", "docx", "xl/workbook.xml", "xlsx", "ppt/presentation.xml", "pptx");

  private final Readers readers;

  ArchiveReader(Readers readers) {
    this.readers = readers;
  }

  @Override
  public List<Document> read(Input input) throws Exception {
    if (input.bytes()[0] != 'P') {
      try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(input.bytes()))) {
        return read(tar, input);
      }
    }
    String office = office(input.bytes());
    if (office != null) {
      if (office.isEmpty()) {
        throw UnusableFileException.archive();
      }
      String name = input.name() + "." + office;
      MediaType type = FileKind.type(input.bytes(), name);
      FileKind kind = FileKind.of(type, name);
      return readers.read(kind, new Input(input.bytes(), name, type, input.budget()));
    }
    try (var zip =
        new ZipArchiveInputStream(new ByteArrayInputStream(input.bytes()), "UTF-8", true, true)) {
      return read(zip, input);
    } catch (UnsupportedZipFeatureException e) {
      throw e.getFeature() == UnsupportedZipFeatureException.Feature.ENCRYPTION
          ? encrypted()
          : UnusableFileException.archive();
    }
  }

  /** Reads the files of an archive that is being unpacked from an input. */
  List<Document> read(ArchiveInputStream<?> archive, Input input) throws Exception {
    Budget budget = input.budget();
    List<Document> documents = new ArrayList<>();
    long limit = Math.max(MIN_LIMIT, (long) MAX_RATIO * input.bytes().length);
    long text = 0;
    UnusableFileException why =
        new UnusableFileException(Reason.NO_TEXT, "holds no file with text.");
    for (ArchiveEntry entry = archive.getNextEntry(); entry != null; ) {
      budget.member();
      boolean file = entry instanceof TarArchiveEntry tar ? tar.isFile() : !entry.isDirectory();
      boolean readable = archive.canReadEntryData(entry);
      if (file && !readable) {
        why = isEncrypted(entry) ? encrypted() : UnusableFileException.archive();
      }
      if (file && readable && isWanted(entry.getName())) {
        byte[] bytes = archive.readNBytes(budget.maxText() + 1);
        limit -= bytes.length;
        budget.unpacked(bytes.length);
        if (limit < 0) {
          throw UnusableFileException.bomb();
        }
        for (Document document : member(bytes, entry.getName(), budget)) {
          text += document.text().length();
          documents.add(document);
        }
        if (text > budget.maxText()) {
          throw UnusableFileException.tooMuchText(budget.maxText());
        }
      }
      if (readable) {
        limit -= skipRest(archive, limit);
      }
      entry = archive.getNextEntry();
    }
    if (documents.isEmpty()) {
      throw why;
    }
    return documents;
  }

  private static UnusableFileException encrypted() {
    return new UnusableFileException(Reason.ENCRYPTED, "is encrypted.");
  }

  private static boolean isEncrypted(ArchiveEntry entry) {
    return entry instanceof ZipArchiveEntry zip && zip.getGeneralPurposeBit().usesEncryption();
  }

  private List<Document> member(byte[] bytes, String path, Budget budget) throws Exception {
    if (bytes.length == 0 || bytes.length > budget.maxText()) {
      return List.of();
    }
    String member = Origin.oneLine(path, MAX_MEMBER_NAME);
    try {
      return readers.readMember(bytes, path.substring(path.lastIndexOf('/') + 1), budget).stream()
          .filter(document -> !document.text().isBlank())
          .map(document -> document.within(member, Map.of()))
          .toList();
    } catch (Budget.ExceededException e) {
      throw e;
    } catch (Exception | StackOverflowError e) {
      // Pictures, programs, damaged files.
      return List.of();
    }
  }

  /** Whether a walk through folders would find a file. */
  private static boolean isWanted(String path) {
    if (path.isBlank()) {
      return false;
    }
    for (String part : path.replace('\\', '/').split("/")) {
      boolean hidden = part.startsWith(".") && !part.equals(".") && !part.equals("..");
      if (hidden || part.equals("__MACOSX") || FileWalk.isPackageFolder(part)) {
        return false;
      }
    }
    return true;
  }

  /** Unpacks what nobody reads, as far as that is allowed. */
  private static long skipRest(ArchiveInputStream<?> archive, long limit)
      throws IOException, UnusableFileException {
    byte[] buffer = new byte[1 << 13];
    long skipped = 0;
    for (int read = archive.read(buffer); read > 0; read = archive.read(buffer)) {
      skipped += read;
      if (skipped > limit) {
        throw UnusableFileException.bomb();
      }
    }
    return skipped;
  }

  /** The ending of an office file's name, empty for an unknown kind, null for another archive. */
  private static String office(byte[] bytes) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      ZipEntry first = zip.getNextEntry();
      if (first == null || !first.getName().equals("[Content_Types].xml")) {
        return null;
      }
      for (int i = 0; i < 100; i++) {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null) {
          return "";
        }
        if (OFFICE.containsKey(entry.getName())) {
          return OFFICE.get(entry.getName());
        }
      }
      return "";
    } catch (IllegalArgumentException | ZipException e) {
      // Encrypted, or names in an old encoding.
      return null;
    }
  }
}
