package dev.ragged.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Markdown file says about itself in YAML between two lines of dashes, which is no text.
 *
 * @param title null if there is none
 * @param end where the text begins
 */
record FrontMatter(String title, Map<String, Object> metadata, int end) {
  /** Key of what a document is about, a list. */
  static final String TAGS = "tags";

  static final FrontMatter NONE = new FrontMatter(null, Map.of(), 0);

  private static final int MAX_CHARACTERS = 1 << 16;
  private static final int MAX_TAGS = 100;
  private static final Pattern BLOCK =
      Pattern.compile("---[ \t]*\r?\n(.*?\n)??(---|\\.\\.\\.)[ \t]*(\r?\n|$)", Pattern.DOTALL);
  private static final YAMLMapper YAML = new YAMLMapper();

  /** That of a text; {@link #NONE} if it has none, or none that can be read. */
  static FrontMatter of(String text) {
    if (!text.startsWith("---")) {
      return NONE;
    }
    Matcher block = BLOCK.matcher(text.substring(0, Math.min(text.length(), MAX_CHARACTERS)));
    if (!block.lookingAt() || block.group(1) == null) {
      return NONE;
    }
    try {
      JsonNode yaml = YAML.readTree(block.group(1));
      return yaml.isObject() ? of(yaml, block.end()) : NONE;
    } catch (JsonProcessingException | StackOverflowError e) {
      return NONE;
    }
  }

  private static FrontMatter of(JsonNode yaml, int end) {
    JsonNode author = yaml.has("author") ? yaml.path("author") : yaml.path("authors");
    Map<String, Object> metadata =
        new HashMap<>(Origin.of(String.join(", ", names(author)), yaml.path("date").asText()));
    JsonNode about = yaml.has("tags") ? yaml.path("tags") : yaml.path("keywords");
    List<String> tags = new ArrayList<>();
    for (String entry : names(about)) {
      for (String tag : about.isTextual() ? entry.split(",") : new String[] {entry}) {
        String line = Origin.oneLine(tag, 100);
        if (line != null && tags.size() < MAX_TAGS) {
          tags.add(line);
        }
      }
    }
    if (!tags.isEmpty()) {
      metadata.put(TAGS, tags);
    }
    return new FrontMatter(Origin.oneLine(yaml.path("title").asText(), 300), metadata, end);
  }

  /** A name, a list of names, or a list of objects with names. */
  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      String name = each.isObject() ? each.path("name").asText() : each.asText();
      if (!name.isBlank()) {
        names.add(name);
      }
    }
    return names;
  }
}
