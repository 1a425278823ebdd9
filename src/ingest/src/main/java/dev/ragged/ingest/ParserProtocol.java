package dev.ragged.ingest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.Metadata;
import dev.ragged.ingest.Skipped.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a parser process and its parent say to each other: numbers big-endian, every length before
 * what it counts. The parent trusts nothing that it reads here, since a hostile document may have
 * taken over the process: lengths are limited, and an answer that is not well-formed is an {@link
 * IOException}.
 */
final class ParserProtocol {
  /** The child's first word: its protocol and how it extracts text. */
  static final int HELLO = 0x52475000 + Extractor.VERSION;

  private static final int MAX_NAME_BYTES = 1 << 16;
  private static final int MAX_TITLE_BYTES = 1 << 20;
  private static final int MAX_WHY_BYTES = 1_000;
  private static final int MAX_HEAD_BYTES = 1 << 16;
  private static final int MAX_METADATA_BYTES = 1 << 20;
  private static final int MAX_DOCUMENTS = 100_000;
  private static final int DOCUMENT = 1;
  private static final int UNUSABLE = 2;
  private static final int END = 3;
  private static final int NO_TITLE = -1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ParserProtocol() {}

  /**
   * A file to parse.
   *
   * @param kind how to read it
   * @param type its media type
   * @param maxText maximum number of characters of its texts
   */
  record Request(FileKind kind, String type, String name, int maxText, byte[] bytes) {
    void write(DataOutputStream out) throws IOException {
      out.writeByte(kind.ordinal());
      writeBytes(out, type.getBytes(StandardCharsets.UTF_8));
      writeBytes(out, name.getBytes(StandardCharsets.UTF_8));
      out.writeInt(maxText);
      writeBytes(out, bytes);
      out.flush();
    }

    /** Reads a request, which comes from our own parent. */
    static Request read(DataInputStream in) throws IOException {
      FileKind kind = constant(FileKind.values(), in.readUnsignedByte());
      String type = new String(readBytes(in, MAX_NAME_BYTES), StandardCharsets.UTF_8);
      String name = new String(readBytes(in, MAX_NAME_BYTES), StandardCharsets.UTF_8);
      int maxText = in.readInt();
      return new Request(kind, type, name, maxText, readBytes(in, Integer.MAX_VALUE - 16));
    }
  }

  static void write(DataOutputStream out, List<Document> documents) throws IOException {
    for (Document document : documents) {
      out.writeByte(DOCUMENT);
      write(out, document);
    }
    out.writeByte(END);
    out.flush();
  }

  private static void write(DataOutputStream out, Document document) throws IOException {
    out.writeByte(document.layout().ordinal());
    if (document.title() == null) {
      out.writeInt(NO_TITLE);
    } else {
      byte[] title = document.title().getBytes(StandardCharsets.UTF_8);
      writeBytes(out, title.length > MAX_TITLE_BYTES ? new byte[0] : title);
    }
    writeBytes(out, document.text().getBytes(StandardCharsets.UTF_8));
    document.positions().write(out);
    writeInts(out, document.headings());
    writeMetadata(out, document.metadata());
    out.writeInt(document.sections().size());
    for (Section section : document.sections()) {
      out.writeInt(section.start());
      writeBytes(out, section.head().getBytes(StandardCharsets.UTF_8));
      writeMetadata(out, section.metadata());
      out.writeByte(section.level());
      writeBytes(out, section.signature().getBytes(StandardCharsets.UTF_8));
    }
  }

  static void write(DataOutputStream out, UnusableFileException e) throws IOException {
    out.writeByte(UNUSABLE);
    out.writeByte(e.reason().ordinal());
    byte[] why = e.getMessage().getBytes(StandardCharsets.UTF_8);
    writeBytes(out, why.length > MAX_WHY_BYTES ? new byte[0] : why);
    out.flush();
  }

  /**
   * Reads an answer.
   *
   * @throws UnusableFileException if that is the answer
   * @throws IOException if it is none
   */
  static List<Document> readAnswer(DataInputStream in, int maxText)
      throws IOException, UnusableFileException {
    List<Document> documents = new ArrayList<>();
    int rest = maxText;
    while (true) {
      int kind = in.readUnsignedByte();
      switch (kind) {
        case DOCUMENT -> {
          Document document = readDocument(in, rest);
          rest -= document.text().length();
          documents.add(document);
          if (documents.size() > MAX_DOCUMENTS) {
            throw new IOException("More than " + MAX_DOCUMENTS + " documents.");
          }
        }
        case UNUSABLE -> throw readUnusable(in);
        case END -> {
          return documents;
        }
        default -> throw new IOException("Unknown answer " + kind + ".");
      }
    }
  }

  private static UnusableFileException readUnusable(DataInputStream in) throws IOException {
    Reason reason = constant(Reason.values(), in.readUnsignedByte());
    String why = string(readBytes(in, MAX_WHY_BYTES));
    return new UnusableFileException(
        reason, why.isEmpty() ? "cannot be parsed." : why.replaceAll("\\p{Cntrl}", " "));
  }

  private static Document readDocument(DataInputStream in, int maxText) throws IOException {
    Document.Layout layout = constant(Document.Layout.values(), in.readUnsignedByte());
    int titleBytes = in.readInt();
    String title =
        titleBytes == NO_TITLE ? null : string(readBytes(in, titleBytes, MAX_TITLE_BYTES));
    long maxBytes = Math.min(3L * maxText, Integer.MAX_VALUE - 16);
    String text = string(readBytes(in, (int) maxBytes));
    if (text.length() > maxText) {
      throw new IOException("A text of " + text.length() + " characters.");
    }
    Positions positions = Positions.read(in, text.length());
    int[] headings = readInts(in, text.length() + 1);
    requireAscending(headings, headings.length, text.length());
    Map<String, Object> metadata = readMetadata(in);
    return new Document(
        text, title, positions, headings, layout, metadata, readSections(in, text.length()));
  }

  private static List<Section> readSections(DataInputStream in, int length) throws IOException {
    int count = checked(in.readInt(), length + 1);
    List<Section> sections = new ArrayList<>();
    int before = -1;
    for (int i = 0; i < count; i++) {
      int start = in.readInt();
      if (start <= before || start > length) {
        throw new IOException("Sections out of order.");
      }
      before = start;
      String head = string(readBytes(in, MAX_HEAD_BYTES));
      Map<String, Object> metadata = readMetadata(in);
      int level = in.readByte();
      if (level < Section.FLAT || level > Section.MAX_LEVEL) {
        throw new IOException("A section at level " + level + ".");
      }
      String signature = string(readBytes(in, MAX_HEAD_BYTES));
      sections.add(new Section(start, head, metadata, level, signature));
    }
    return sections;
  }

  private static void writeMetadata(DataOutputStream out, Map<String, Object> metadata)
      throws IOException {
    writeBytes(out, JSON.writeValueAsBytes(metadata));
  }

  private static Map<String, Object> readMetadata(DataInputStream in) throws IOException {
    Map<String, Object> metadata =
        JSON.readValue(readBytes(in, MAX_METADATA_BYTES), new TypeReference<>() {});
    try {
      return Metadata.of(metadata).asMap();
    } catch (IllegalArgumentException e) {
      throw new IOException("Metadata that no passage can have.", e);
    }
  }

  static void writeInts(DataOutputStream out, int[] numbers) throws IOException {
    out.writeInt(numbers.length);
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  static int[] readInts(DataInputStream in, int max) throws IOException {
    int count = checked(in.readInt(), max);
    // Grows with what arrives, so that an announcement alone costs nothing.
    int[] numbers = new int[Math.min(count, 1 << 14)];
    for (int i = 0; i < count; i++) {
      if (i == numbers.length) {
        numbers = java.util.Arrays.copyOf(numbers, (int) Math.min(count, numbers.length * 2L));
      }
      numbers[i] = in.readInt();
    }
    return numbers;
  }

  /** Requires offsets into a text: none negative, each larger than the one before. */
  static void requireAscending(int[] offsets, int count, int max) throws IOException {
    for (int i = 0; i < count; i++) {
      if (offsets[i] < 0 || offsets[i] > max || i > 0 && offsets[i] <= offsets[i - 1]) {
        throw new IOException("Offsets out of order.");
      }
    }
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in, int max) throws IOException {
    return readBytes(in, in.readInt(), max);
  }

  private static byte[] readBytes(DataInputStream in, int length, int max) throws IOException {
    byte[] bytes = in.readNBytes(checked(length, max));
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static int checked(int length, int max) throws IOException {
    if (length < 0 || length > max) {
      throw new IOException("A length of " + length + ", the limit is " + max + ".");
    }
    return length;
  }

  static <T> T constant(T[] constants, int ordinal) throws IOException {
    if (ordinal >= constants.length) {
      throw new IOException("No constant " + ordinal + ".");
    }
    return constants[ordinal];
  }

  private static String string(byte[] utf8) throws CharacterCodingException {
    CharBuffer decoded =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(utf8));
    return decoded.toString();
  }
}
