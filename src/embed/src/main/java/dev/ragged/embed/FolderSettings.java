package dev.ragged.embed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the optional JSON files of a model folder in the Hugging Face layout. */
final class FolderSettings {
  /** The limit of most sentence models, if a folder does not state one. */
  private static final int DEFAULT_SEQUENCE_LENGTH = 512;

  /**
   * Model families that number positions from pad_token_id + 1, so their table is that much longer.
   */
  private static final Set<String> SHIFTED_POSITIONS =
      Set.of("roberta", "xlm-roberta", "camembert", "mpnet");

  private final Path folder;

  private FolderSettings(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads them.
   *
   * @param published the name under which the model was published, which tells its prompts and
   *     pooling if the folder does not; null for a folder that speaks for itself
   */
  static ModelSettings read(Path folder, String published) {
    return new FolderSettings(folder).read(published);
  }

  /** The lengths that a vector may be cut to, as the folder says; empty where it says none. */
  static Set<Integer> shorterLengths(Path folder) {
    FolderSettings files = new FolderSettings(folder);
    Set<Integer> lengths = new TreeSet<>();
    for (String name : List.of("config_sentence_transformers.json", "config.json")) {
      JsonObject config = files.object(name);
      for (String key : List.of("matryoshka_dims", "matryoshka_dimensions")) {
        if (config.has(key) && config.get(key).isJsonArray()) {
          config.getAsJsonArray(key).forEach(each -> lengths.add(number(each, 0)));
        }
      }
      lengths.add(number(config, "truncate_dim", 0));
    }
    lengths.remove(0);
    return lengths;
  }

  private ModelSettings read(String published) {
    JsonObject config = object("config.json");
    JsonObject pooling = object("1_Pooling/config.json");
    JsonObject prompts = child(object("config_sentence_transformers.json"), "prompts");
    Optional<Training> training = published == null ? Optional.empty() : Training.of(published);
    String passage = prompt(prompts, "passage", "document");
    String query = prompt(prompts, "query", "question");
    if (passage.isEmpty() && query.isEmpty() && training.isPresent()) {
      passage = training.get().passagePrompt();
      query = training.get().queryPrompt();
    }
    refuseExtraModules();
    int dimension = number(pooling, "word_embedding_dimension", 0);
    if (dimension == 0) {
      dimension = number(config, "hidden_size", number(config, "dim", 0));
    }
    return new ModelSettings(
        published == null
            ? folder.toAbsolutePath().normalize().getFileName().toString()
            : published,
        dimension,
        sequenceLength(config),
        pooling(pooling, training.map(Training::pooling).orElse(Pooling.MEAN)),
        passage,
        query);
  }

  private int sequenceLength(JsonObject config) {
    long length = Long.MAX_VALUE;
    if (config.has("max_position_embeddings")) {
      length = number(config, "max_position_embeddings", DEFAULT_SEQUENCE_LENGTH);
      if (config.has("model_type")
          && SHIFTED_POSITIONS.contains(config.get("model_type").getAsString())) {
        length -= number(config, "pad_token_id", 1) + 1;
      }
    }
    JsonObject sentence = object("sentence_bert_config.json");
    length = Math.min(length, number(sentence, "max_seq_length", Integer.MAX_VALUE));
    JsonObject tokenizer = object("tokenizer_config.json");
    length = Math.min(length, number(tokenizer, "model_max_length", Integer.MAX_VALUE));
    return length >= Integer.MAX_VALUE ? DEFAULT_SEQUENCE_LENGTH : (int) length;
  }

  private Pooling pooling(JsonObject config, Pooling otherwise) {
    Pooling chosen = null;
    for (String key : config.keySet()) {
      if (key.startsWith("pooling_mode_") && flag(config, key)) {
        Pooling mode =
            switch (key) {
              case "pooling_mode_mean_tokens" -> Pooling.MEAN;
              case "pooling_mode_cls_token" -> Pooling.CLS;
              default -> null;
            };
        if (mode == null || chosen != null) {
          throw new RaggedException(
              "The model folder "
                  + folder
                  + " needs "
                  + key
                  + "; only mean pooling or cls pooling is supported.");
        }
        chosen = mode;
      }
    }
    return chosen == null ? otherwise : chosen;
  }

  /** Otherwise a layer after pooling would be ignored silently, and every vector would be wrong. */
  private void refuseExtraModules() {
    JsonElement modules = parse("modules.json");
    if (modules == null || !modules.isJsonArray()) {
      return;
    }
    for (JsonElement module : modules.getAsJsonArray()) {
      String type = module.getAsJsonObject().get("type").getAsString();
      String kind = type.substring(type.lastIndexOf('.') + 1);
      if (!Set.of("Transformer", "Pooling", "Normalize").contains(kind)) {
        throw new RaggedException(
            "The model folder " + folder + " has a " + kind + " layer, which is not supported.");
      }
    }
  }

  private static String prompt(JsonObject prompts, String... names) {
    for (String name : names) {
      if (prompts.has(name) && prompts.get(name).isJsonPrimitive()) {
        return prompts.get(name).getAsString();
      }
    }
    return "";
  }

  private static boolean flag(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value.isJsonPrimitive()
        && value.getAsJsonPrimitive().isBoolean()
        && value.getAsBoolean();
  }

  private static int number(JsonObject object, String key, int otherwise) {
    return number(object.get(key), otherwise);
  }

  private static int number(JsonElement value, int otherwise) {
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      return otherwise;
    }
    // Some tokenizers use 1e30 for "no limit".
    return (int) Math.min(Integer.MAX_VALUE, value.getAsDouble());
  }

  private static JsonObject child(JsonObject object, String key) {
    return object.has(key) && object.get(key).isJsonObject()
        ? object.getAsJsonObject(key)
        : new JsonObject();
  }

  private JsonObject object(String name) {
    JsonElement element = parse(name);
    return element != null && element.isJsonObject() ? element.getAsJsonObject() : new JsonObject();
  }

  private JsonElement parse(String name) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      return JsonParser.parseString(Files.readString(file));
    } catch (IOException | JsonParseException e) {
      throw new RaggedException("The model's " + file + " cannot be read: " + reason(e) + ".", e);
    }
  }

  /** Gson names the class of the exception, and what it read. */
  private static String reason(Exception e) {
    return e instanceof JsonParseException ? "it is not valid JSON" : e.getMessage();
  }
}
