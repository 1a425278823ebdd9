package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tika.parser.txt.CharsetDetector;
import org.apache.tika.parser.txt.CharsetMatch;

/** Decodes text, or says why it cannot. */
final class TextDecoder {
  /** Bytes from which to guess an encoding. */
  private static final int SAMPLE = 1 << 16;

  /** Characters to decode at once. */
  private static final int PIECE = 1 << 13;

  /** Maximum share of control characters: text has hardly any, compressed data one in eight. */
  private static final double MAX_CONTROLS = 0.005;

  private static final Pattern DECLARED =
      Pattern.compile("(?i)charset\\s*=\\s*[\"']?([a-z0-9_:.-]{2,40})");

  private TextDecoder() {}

  static String decode(byte[] bytes) throws UnusableFileException {
    return decode(bytes, false);
  }

  /** Like {@link #decode(byte[])}, but trusts a charset declared in the file. */
  static String decodeHtml(byte[] bytes) throws UnusableFileException {
    return decode(bytes, true);
  }

  private static String decode(byte[] bytes, boolean html) throws UnusableFileException {
    String text = decodeMarked(bytes);
    if (text == null) {
      for (int i = 0; i < Math.min(bytes.length, SAMPLE); i++) {
        if (bytes[i] == 0) {
          throw new UnusableFileException(Reason.BINARY, "is binary.");
        }
      }
      text = strictly(bytes, 0, StandardCharsets.UTF_8);
    }
    if (text == null && html) {
      text = decodeDeclared(bytes);
    }
    if (text == null) {
      text = decodeGuessed(bytes);
    }
    if (text == null) {
      throw new UnusableFileException(
          Reason.UNKNOWN_ENCODING, "is binary or in an unknown text encoding.");
    }
    if (!fewControls(text)) {
      throw new UnusableFileException(Reason.BINARY, "is binary.");
    }
    return text;
  }

  private static String decodeMarked(byte[] b) throws UnusableFileException {
    Charset charset = null;
    int mark = 0;
    if (starts(b, 0xEF, 0xBB, 0xBF)) {
      charset = StandardCharsets.UTF_8;
      mark = 3;
    } else if (starts(b, 0xFF, 0xFE, 0, 0)) {
      charset = Charset.forName("UTF-32LE");
      mark = 4;
    } else if (starts(b, 0, 0, 0xFE, 0xFF)) {
      charset = Charset.forName("UTF-32BE");
      mark = 4;
    } else if (starts(b, 0xFF, 0xFE)) {
      charset = StandardCharsets.UTF_16LE;
      mark = 2;
    } else if (starts(b, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16BE;
      mark = 2;
    }
    if (charset == null) {
      return null;
    }
    String text = strictly(b, mark, charset);
    if (text == null) {
      throw new UnusableFileException(
          Reason.BROKEN_ENCODING, "begins as " + charset + " but is not.");
    }
    return text;
  }

  private static boolean starts(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static String decodeDeclared(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(2_048, bytes.length), StandardCharsets.ISO_8859_1);
    Matcher matcher = DECLARED.matcher(head);
    return matcher.find() ? named(bytes, matcher.group(1)) : null;
  }

  private static String decodeGuessed(byte[] bytes) {
    CharsetDetector detector = new CharsetDetector();
    detector.setText(bytes.length > SAMPLE ? Arrays.copyOf(bytes, SAMPLE) : bytes);
    for (CharsetMatch match : detector.detectAll()) {
      if (!Charset.isSupported(match.getName()) || isNoise(bytes, match.getName())) {
        continue;
      }
      String text = named(bytes, match.getName());
      if (text != null && fewControls(text)) {
        return text;
      }
    }
    return null;
  }

  /** Whether the beginning already shows that the rest is not worth decoding. */
  private static boolean isNoise(byte[] bytes, String charset) {
    String sample = new String(bytes, 0, Math.min(bytes.length, SAMPLE), Charset.forName(charset));
    return controls(sample) > 10 * MAX_CONTROLS * sample.length();
  }

  private static String named(byte[] bytes, String charset) {
    try {
      return strictly(bytes, 0, Charset.forName(charset));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    }
  }

  /** Decodes in pieces, since a buffer for the whole would be twice the size of the text. */
  private static String strictly(byte[] bytes, int from, Charset charset) {
    if (charset == StandardCharsets.UTF_8 && isAscii(bytes, from)) {
      return new String(bytes, from, bytes.length - from, StandardCharsets.US_ASCII);
    }
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    CharBuffer out = CharBuffer.allocate(PIECE);
    StringBuilder text =
        new StringBuilder((int) (in.remaining() * decoder.averageCharsPerByte()) + 16);
    CoderResult result;
    do {
      result = decoder.decode(in, out, true);
      if (result.isError()) {
        return null;
      }
      text.append(out.flip());
      out.clear();
    } while (result.isOverflow());
    do {
      result = decoder.flush(out);
      text.append(out.flip());
      out.clear();
    } while (result.isOverflow());
    return text.toString();
  }

  private static boolean isAscii(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean fewControls(String text) {
    return controls(text) <= MAX_CONTROLS * text.length();
  }

  private static long controls(String text) {
    long controls = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean usual = c >= '\b' && c <= '\r' || c == 0x1B || c == 0x1A || c == 0x85;
      if ((c < ' ' || c >= 0x7F && c < 0xA0) && !usual) {
        controls++;
      }
    }
    return controls;
  }
}
