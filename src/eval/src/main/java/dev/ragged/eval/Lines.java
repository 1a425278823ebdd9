package dev.ragged.eval;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ragged.RaggedException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the lines of an untrusted file. Errors name the line. */
final class Lines implements AutoCloseable {
  /** The maximum line length. Texts of data sets have a few thousand bytes. */
  static final int MAX_BYTES = 16 << 20;

  /** The maximum number of lines, so that a file that never ends does. */
  static final int MAX_LINES = 5_000_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxStringLength(MAX_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final InputStream stream;
  private int line;

  Lines(Path file) {
    this.file = file;
    try {
      stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    } catch (NoSuchFileException e) {
      throw new RaggedException("There is no file " + file + "; check the path.", e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The number of the last line read, from 1. */
  int number() {
    return line;
  }

  /** The next line that is not blank, or null at the end. */
  String next() {
    for (String text = readLine(); text != null; text = readLine()) {
      if (!text.isBlank()) {
        return text;
      }
    }
    return null;
  }

  /** The last line read, as a JSON object. */
  JsonNode object(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw error("it is not valid JSON: " + e.getOriginalMessage());
    }
    throw error("it is not a JSON object");
  }

  private String readLine() {
    try {
      int b = stream.read();
      if (b < 0) {
        return null;
      }
      line++;
      if (line > MAX_LINES) {
        throw new RaggedException(
            file + " has more than " + MAX_LINES + " lines; give a part of it.");
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
      for (; b >= 0 && b != '\n'; b = stream.read()) {
        if (bytes.size() == MAX_BYTES) {
          throw error("it is longer than " + MAX_BYTES + " bytes");
        }
        bytes.write(b);
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      text = line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    } catch (CharacterCodingException e) {
      throw error("it is not UTF-8");
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** An exception about the last line read. */
  RaggedException error(String what) {
    return new RaggedException("Line " + line + " of " + file + " is invalid: " + what + ".");
  }

  private RaggedException unreadable(IOException e) {
    return new RaggedException("Could not read " + file + ": " + e.getMessage() + ".", e);
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
