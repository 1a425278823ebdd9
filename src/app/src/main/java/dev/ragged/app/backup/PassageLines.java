package dev.ragged.app.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Passages as lines of JSON, as {@code ragged export --embeddings} prints them. Unlike reading them
 * as documents, reading them here gives back every vector bit for bit.
 */
public final class PassageLines {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private PassageLines() {}

  /** A line with its end. */
  static String line(Passage passage, float[] vector) {
    return Json.write(ResultJson.of(passage, vector)) + "\n";
  }

  /**
   * Reads all lines.
   *
   * @throws RaggedException if one is no passage
   */
  public static void read(InputStream lines, Consumer<Passage> each) throws IOException {
    try (JsonParser parser = FACTORY.createParser(lines)) {
      while (parser.nextToken() != null) {
        each.accept(passage(parser));
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException | IllegalArgumentException e) {
      throw new RaggedException("A passage of the backup cannot be read: " + e.getMessage(), e);
    }
  }

  private static void require(boolean good) {
    if (!good) {
      throw new IllegalArgumentException("it is not as ragged writes it.");
    }
  }

  private static Passage passage(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_OBJECT);
    String id = null;
    String text = null;
    Metadata metadata = Metadata.EMPTY;
    float[] vector = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "id" -> id = parser.getText();
        case "text" -> text = value == JsonToken.VALUE_NULL ? null : parser.getText();
        case "metadata" -> metadata = metadata(parser);
        case "embedding" -> vector = vector(parser);
        default -> require(false);
      }
    }
    require(id != null);
    return new Passage(id, text, metadata, vector);
  }

  private static Metadata metadata(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_OBJECT);
    Map<String, Object> values = new TreeMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(scalar(parser));
        }
        values.put(key, items);
      } else {
        values.put(key, scalar(parser));
      }
    }
    return Metadata.of(values);
  }

  private static Object scalar(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> throw new IllegalArgumentException("metadata holds what cannot be stored.");
    };
  }

  /** By way of a double a few in a hundred million values would be rounded wrongly. */
  private static float[] vector(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY);
    float[] vector = new float[1_024];
    int length = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser.currentToken().isNumeric());
      if (length == vector.length) {
        require(length < 1 << 16);
        vector = Arrays.copyOf(vector, 2 * length);
      }
      vector[length++] = Float.parseFloat(parser.getText());
    }
    return Arrays.copyOf(vector, length);
  }
}
