package dev.ragged.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what chat programs export as JSON: ChatGPT, Claude and Slack. */
final class ChatExport {
  /** Slack's mark of a link with a text. */
  private static final Pattern LINK = Pattern.compile("<([^<>|]{1,2000})\\|([^<>]{1,2000})>");

  private static final Pattern PLAIN_LINK = Pattern.compile("<([^<>]{1,2000})>");

  private final String name;
  private final int maxText;

  private ChatExport(String name, int maxText) {
    this.name = name;
    this.maxText = maxText;
  }

  /** A document for each talk, or none if the file is no such export. */
  static List<Document> read(JsonNode file, Input input) throws UnusableFileException {
    ChatExport export = new ChatExport(input.name(), input.budget().maxText());
    List<Document> documents = new ArrayList<>();
    if (isListOf(file, "ts", "text") || isListOf(file, "ts", "user")) {
      add(documents, export.slack(file));
    } else if (isListOf(file, "mapping", "title")) {
      for (JsonNode conversation : file) {
        add(documents, export.chatGpt(conversation));
      }
    } else if (isListOf(file, "chat_messages", "uuid")) {
      for (JsonNode conversation : file) {
        add(documents, export.claude(conversation));
      }
    }
    return documents;
  }

  private static boolean isListOf(JsonNode file, String key, String other) {
    return file.isArray() && !file.isEmpty() && file.get(0).has(key) && file.get(0).has(other);
  }

  private static void add(List<Document> documents, TalkBuilder talk) {
    if (!talk.isEmpty()) {
      documents.add(talk.build());
    }
  }

  private TalkBuilder chatGpt(JsonNode conversation) throws UnusableFileException {
    TalkBuilder talk = talk(conversation.path("title").asText());
    JsonNode nodes = conversation.path("mapping");
    List<JsonNode> messages = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    // Answers that were asked for again are branches; the last one chosen is the talk.
    String id = conversation.path("current_node").asText();
    while (nodes.has(id) && seen.add(id)) {
      messages.add(nodes.path(id).path("message"));
      id = nodes.path(id).path("parent").asText();
    }
    Collections.reverse(messages);
    if (messages.isEmpty()) {
      nodes.forEach(node -> messages.add(node.path("message")));
    }
    int number = 0;
    for (JsonNode message : messages) {
      String role = message.path("author").path("role").asText();
      if (role.equals("user") || role.equals("assistant")) {
        JsonNode content = message.path("content");
        JsonNode parts = content.has("parts") ? content.path("parts") : content.path("text");
        talk.turn(++number, role, seconds(message.path("create_time")), text(parts));
      }
    }
    return talk;
  }

  private TalkBuilder claude(JsonNode conversation) throws UnusableFileException {
    TalkBuilder talk = talk(conversation.path("name").asText());
    int number = 0;
    for (JsonNode message : conversation.path("chat_messages")) {
      String text = text(message.path("content"));
      talk.turn(
          ++number,
          message.path("sender").asText(),
          instant(message.path("created_at").asText()),
          text.isBlank() ? message.path("text").asText() : text);
    }
    return talk;
  }

  private TalkBuilder slack(JsonNode messages) throws UnusableFileException {
    TalkBuilder talk = talk(name.replaceFirst("\\.json$", ""));
    int number = 0;
    for (JsonNode message : messages) {
      number++;
      if (!message.path("subtype").asText().matches("channel_.*|group_.*")) {
        JsonNode profile = message.path("user_profile");
        String who = profile.path("real_name").asText();
        who = who.isBlank() ? profile.path("display_name").asText() : who;
        who = who.isBlank() ? message.path("username").asText() : who;
        who = who.isBlank() ? message.path("user").asText() : who;
        String text = LINK.matcher(message.path("text").asText()).replaceAll("$2 ($1)");
        text = PLAIN_LINK.matcher(text).replaceAll("$1");
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        talk.turn(number, who, seconds(message.path("ts")), text);
      }
    }
    return talk;
  }

  private TalkBuilder talk(String title) {
    return new TalkBuilder(title, Positions.Unit.MESSAGE, maxText);
  }

  /** A text, or those of several parts, without pictures and the like. */
  private static String text(JsonNode parts) {
    if (parts.isTextual()) {
      return parts.asText();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode part : parts) {
      String text = part.isTextual() ? part.asText() : part.path("text").asText();
      if (!text.isBlank()) {
        texts.add(text);
      }
    }
    return String.join("\n\n", texts);
  }

  private static String seconds(JsonNode time) {
    double seconds = time.asDouble();
    return seconds > 0 && seconds < 1e11 ? Instant.ofEpochSecond((long) seconds).toString() : null;
  }

  private static String instant(String time) {
    try {
      return Instant.parse(time.replaceFirst("\\+00:00$", "Z")).toString();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
