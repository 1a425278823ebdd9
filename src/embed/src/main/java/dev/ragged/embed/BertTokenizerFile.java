package dev.ragged.embed;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a {@code tokenizer.json} whose parts are all those of BERT's family. Any other is for the
 * original to read.
 */
final class BertTokenizerFile {
  private static final int MAX_CHARACTERS = 100;

  /** Thrown for what only the original reads. */
  private static final class OtherKindException extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final Map<String, JsonElement> parts = new HashMap<>();
  private final Map<String, Integer> added = new LinkedHashMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final JsonObject model = new JsonObject();

  private BertTokenizerFile() {}

  /**
   * Reads the file.
   *
   * @return empty if it is of another kind
   * @throws IOException also if it is no JSON
   */
  static Optional<BertTokens> read(InputStream stream) throws IOException {
    try (JsonReader reader =
        new JsonReader(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)))) {
      return Optional.of(new BertTokenizerFile().read(reader));
    } catch (JsonParseException e) {
      throw new IOException(e.getMessage(), e);
    } catch (OtherKindException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException e) {
      return Optional.empty(); // parts of other types than the family's
    }
  }

  private BertTokens read(JsonReader reader) throws IOException, OtherKindException {
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (name.equals("model")) {
        readModel(reader);
        continue;
      }
      parts.put(name, JsonParser.parseReader(reader));
      // The vocabulary is last and large, so others are told from what comes before it.
      if (name.equals("normalizer")) {
        require(type(parts.get(name)).equals("BertNormalizer"));
      } else if (name.equals("pre_tokenizer")) {
        require(type(parts.get(name)).equals("BertPreTokenizer"));
      }
    }
    require(parts.containsKey("normalizer") && parts.containsKey("pre_tokenizer"));
    require(string(model, "type", "").equals("WordPiece"));
    Integer unknown = ids.get(string(model, "unk_token", "[UNK]"));
    require(unknown != null);
    readAdded();
    WordPieces vocabulary =
        new WordPieces(
            ids,
            string(model, "continuing_subword_prefix", "##"),
            unknown,
            model.has("max_input_chars_per_word")
                ? model.get("max_input_chars_per_word").getAsInt()
                : MAX_CHARACTERS);
    long[][] around = around();
    return new BertTokens(normalizer(), vocabulary, added, around[0], around[1]);
  }

  /** Not as a tree, which would take several times as long for the vocabulary. */
  private void readModel(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (name.equals("vocab")) {
        reader.beginObject();
        while (reader.hasNext()) {
          ids.put(reader.nextName(), reader.nextInt());
        }
        reader.endObject();
      } else {
        model.add(name, JsonParser.parseReader(reader));
      }
    }
    reader.endObject();
  }

  private BertNormalizer normalizer() {
    JsonObject normalizer = object("normalizer");
    boolean lower = flag(normalizer, "lowercase", true);
    return new BertNormalizer(
        flag(normalizer, "clean_text", true),
        flag(normalizer, "handle_chinese_chars", true),
        flag(normalizer, "strip_accents", lower),
        lower);
  }

  private void readAdded() throws OtherKindException {
    if (isNull(parts.get("added_tokens"))) {
      return;
    }
    for (JsonElement each : parts.get("added_tokens").getAsJsonArray()) {
      JsonObject token = each.getAsJsonObject();
      String content = part(token, "content").getAsString();
      int id = part(token, "id").getAsInt();
      // Special tokens as all of the family have them; what else there can be is rare.
      require(
          !content.isEmpty()
              && !flag(token, "single_word", false)
              && !flag(token, "lstrip", false)
              && !flag(token, "rstrip", false)
              && !flag(token, "normalized", true)
              && Integer.valueOf(id).equals(ids.get(content)));
      added.put(content, id);
    }
  }

  /** The special tokens before and after a text. */
  private long[][] around() throws OtherKindException {
    if (isNull(parts.get("post_processor"))) {
      return new long[][] {{}, {}};
    }
    JsonObject processor = object("post_processor");
    switch (type(processor)) {
      case "BertProcessing" -> {
        return new long[][] {
          {part(processor, "cls").getAsJsonArray().get(1).getAsLong()},
          {part(processor, "sep").getAsJsonArray().get(1).getAsLong()}
        };
      }
      case "TemplateProcessing" -> {
        return template(processor);
      }
      default -> throw new OtherKindException();
    }
  }

  private static long[][] template(JsonObject processor) throws OtherKindException {
    long[][] around = {{}, null};
    for (JsonElement each : part(processor, "single").getAsJsonArray()) {
      JsonObject part = each.getAsJsonObject();
      if (part.has("Sequence")) {
        require(around[1] == null);
        around[1] = new long[0];
      } else {
        String name = part(part(part, "SpecialToken"), "id").getAsString();
        JsonElement token = part(part(processor, "special_tokens"), name);
        JsonArray numbers = part(token, "ids").getAsJsonArray();
        int side = around[1] == null ? 0 : 1;
        long[] longer = Arrays.copyOf(around[side], around[side].length + numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
          longer[around[side].length + i] = numbers.get(i).getAsLong();
        }
        around[side] = longer;
      }
    }
    require(around[1] != null);
    return around;
  }

  private static void require(boolean known) throws OtherKindException {
    if (!known) {
      throw new OtherKindException();
    }
  }

  private static JsonElement part(JsonElement whole, String name) throws OtherKindException {
    JsonElement part = whole.getAsJsonObject().get(name);
    require(!isNull(part));
    return part;
  }

  private JsonObject object(String name) {
    return parts.get(name).getAsJsonObject();
  }

  private static boolean isNull(JsonElement element) {
    return element == null || element.isJsonNull();
  }

  private static String type(JsonElement part) {
    return isNull(part) ? "" : string(part.getAsJsonObject(), "type", "");
  }

  private static String string(JsonObject object, String name, String otherwise) {
    return isNull(object.get(name)) ? otherwise : object.get(name).getAsString();
  }

  private static boolean flag(JsonObject object, String name, boolean otherwise) {
    return isNull(object.get(name)) ? otherwise : object.get(name).getAsBoolean();
  }
}
