package dev.ragged.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The people of a Slack export. Its messages have only their ids; the names are in a file of their
 * own, above the folders of the channels.
 */
final class SlackUsers {
  private static final String FILE = "users.json";
  private static final int MAX_BYTES = 20 << 20;
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d\\.json");
  private static final Pattern MENTION = Pattern.compile("<@([A-Z0-9]{1,40})(?:\\|[^<>]{0,200})?>");

  private final Path file;
  private final Map<String, String> names;

  private SlackUsers(Path file, Map<String, String> names) {
    this.file = file;
    this.names = names;
  }

  /** Nobody. */
  static SlackUsers none() {
    return new SlackUsers(null, Map.of());
  }

  /** Those of the export that a file is in, if it may be a channel's day; else the same again. */
  SlackUsers of(Path day) {
    Path folder = day.getParent();
    if (!DAY.matcher(String.valueOf(day.getFileName())).matches()
        || folder == null
        || folder.getParent() == null) {
      return this;
    }
    Path users = folder.getParent().resolve(FILE);
    return users.equals(file) ? this : new SlackUsers(users, read(users));
  }

  /** No names if there is no such file, or it has another form. */
  private static Map<String, String> read(Path users) {
    Map<String, String> names = new HashMap<>();
    try {
      if (Files.isRegularFile(users, LinkOption.NOFOLLOW_LINKS) && Files.size(users) <= MAX_BYTES) {
        for (JsonNode user : Json.read(Files.readString(users))) {
          String name = user.path("profile").path("real_name").asText();
          name = name.isBlank() ? user.path("real_name").asText() : name;
          name = name.isBlank() ? user.path("name").asText() : name;
          if (!name.isBlank()) {
            names.put(user.path("id").asText(), Origin.oneLine(name, 200));
          }
        }
      }
    } catch (IOException | UnusableFileException e) {
      names.clear(); // messages keep their ids
    }
    return names;
  }

  /** A channel's day with names for ids; another file as it is. */
  byte[] named(Path day, byte[] bytes) {
    if (names.isEmpty() || !DAY.matcher(String.valueOf(day.getFileName())).matches()) {
      return bytes;
    }
    try {
      JsonNode messages = Json.read(new String(bytes, StandardCharsets.UTF_8));
      if (!messages.path(0).has("ts")) {
        return bytes;
      }
      for (JsonNode message : messages) {
        if (message instanceof ObjectNode object && object.has("ts")) {
          String name = names.get(object.path("user").asText());
          if (name != null) {
            object.put("user", name);
          }
          if (object.has("text")) {
            object.put("text", mentions(object.path("text").asText()));
          }
        }
      }
      return messages.toString().getBytes(StandardCharsets.UTF_8);
    } catch (UnusableFileException e) {
      return bytes; // whoever reads it says what is wrong
    }
  }

  private String mentions(String text) {
    return MENTION
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement("@" + names.getOrDefault(found.group(1), found.group(1))));
  }
}
