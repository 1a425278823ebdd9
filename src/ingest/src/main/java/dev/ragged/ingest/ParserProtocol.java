package dev.ragged.ingest;

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
  private static final int DOCUMENT = 1;
  private static final int UNUSABLE = 2;
  private static final int NO_TITLE = -1;

  private ParserProtocol() {}

  /**
   * A document to parse.
   *
   * @param type its media type, or {@link #HTML}
   * @param maxText maximum number of characters of its text
   */
  record Request(String type, String name, int maxText, byte[] bytes) {
    /** In place of a media type: a page for {@link HtmlText}. */
    static final String HTML = "html";

    void write(DataOutputStream out) throws IOException {
      writeBytes(out, type.getBytes(StandardCharsets.UTF_8));
      writeBytes(out, name.getBytes(StandardCharsets.UTF_8));
      out.writeInt(maxText);
      writeBytes(out, bytes);
      out.flush();
    }

    /** Reads a request, which comes from our own parent. */
    static Request read(DataInputStream in) throws IOException {
      String type = new String(readBytes(in, MAX_NAME_BYTES), StandardCharsets.UTF_8);
      String name = new String(readBytes(in, MAX_NAME_BYTES), StandardCharsets.UTF_8);
      int maxText = in.readInt();
      return new Request(type, name, maxText, readBytes(in, Integer.MAX_VALUE - 16));
    }
  }

  static void write(DataOutputStream out, Document document) throws IOException {
    out.writeByte(DOCUMENT);
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
    out.flush();
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
  static Document readAnswer(DataInputStream in, int maxText)
      throws IOException, UnusableFileException {
    int kind = in.readUnsignedByte();
    if (kind == UNUSABLE) {
      Reason reason = constant(Reason.values(), in.readUnsignedByte());
      String why = string(readBytes(in, MAX_WHY_BYTES));
      throw new UnusableFileException(
          reason, why.isEmpty() ? "cannot be parsed." : why.replaceAll("\\p{Cntrl}", " "));
    }
    if (kind != DOCUMENT) {
      throw new IOException("Unknown answer " + kind + ".");
    }
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
    return new Document(text, title, positions, headings, layout);
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

  private static <T> T constant(T[] constants, int ordinal) throws IOException {
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
