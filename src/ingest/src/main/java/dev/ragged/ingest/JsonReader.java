package dev.ragged.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads JSON by its structure: its values, a line each with their names. An element of an array of
 * objects is a section with its path, as are the members of an object; short neighbours share one.
 */
final class JsonReader implements DocumentReader {
  /** The key of a section's path in the file, such as {@code people[3]}. */
  static final String PATH = "path";

  /** Characters after which a section ends. */
  private static final int FULL = 300;

  private static final int MAX_PATH = 300;
  private static final int MAX_NAME = 200;

  /** What only the export of a chat program has near its beginning. */
  private static final Pattern TALK = Pattern.compile("\"(mapping|chat_messages|ts)\"\\s*:");

  private static final int SAMPLE = 1 << 16;

  /** Names stand before each of their values; a file made to grow beyond this is read as text. */
  private static final int MAX_GROWTH = 5;

  /** Numbers of one array; a longer row of them says nothing. */
  private static final int MAX_NUMBERS = 50;

  /** A longer word is data. */
  private static final int MAX_WORD = 1_000;

  @Override
  public List<Document> read(Input input) throws UnusableFileException {
    String text = TextDecoder.decode(input.bytes());
    if (text.startsWith("[")
        && TALK.matcher(text).region(0, Math.min(text.length(), SAMPLE)).find()) {
      List<Document> talks = talks(text, input);
      if (!talks.isEmpty()) {
        return talks;
      }
    }
    try (JsonParser json = Json.FACTORY.createParser(text)) {
      Walk walk = new Walk(json, text.length());
      json.nextToken();
      walk.value("", "", 0);
      if (json.nextToken() == null && walk.hasText()) {
        return List.of(walk.end());
      }
    } catch (IOException | StackOverflowError e) {
      // With comments, cut short, or several values: text all the same.
    }
    return new TextReader().read(input);
  }

  private static List<Document> talks(String text, Input input) throws UnusableFileException {
    JsonNode tree;
    try {
      tree = Json.read(text);
    } catch (UnusableFileException e) {
      return List.of();
    }
    return ChatExport.read(tree, input);
  }

  /** Goes over the values of one file. */
  private static final class Walk {
    private final DocumentBuilder document =
        new DocumentBuilder(Positions.Unit.LINE, Document.Layout.LINES);

    private final JsonParser json;
    private final long maxText;
    private final StringBuilder section = new StringBuilder();
    private final ArrayList<int[]> lines = new ArrayList<>();

    /** The path of the section at hand, and that of the last element it has. */
    private String first;

    private String last;

    Walk(JsonParser json, int length) {
      this.json = json;
      this.maxText = (long) MAX_GROWTH * length + 1_000;
    }

    /**
     * Reads the value at the current token.
     *
     * @param path of the section that it belongs to
     * @param name within the section
     * @param depth of sections; below the first array of objects there are none
     */
    void value(String path, String name, int depth) throws IOException {
      JsonToken token = json.currentToken();
      if (token == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String key = json.currentName();
          JsonToken next = json.nextToken();
          if (depth < 1 && name.isEmpty() && next.isStructStart()) {
            String inner = path.isEmpty() ? key : path + "." + key;
            value(inner, "", path.isEmpty() ? depth : depth + 1);
          } else {
            value(path, name.isEmpty() ? key : name + "." + key, depth);
          }
        }
      } else if (token == JsonToken.START_ARRAY) {
        array(path, name, depth);
      } else if (token != null) {
        leaf(path, name, json.getText());
      }
    }

    private void array(String path, String name, int depth) throws IOException {
      StringBuilder values = new StringBuilder();
      int line = line();
      int numbers = 0;
      for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
        JsonToken token = json.currentToken();
        if (token == null) {
          throw new IOException("cut short");
        }
        if (token.isStructStart() && name.isEmpty() && depth < 2) {
          String element = path + "[" + i + "]";
          value(element, "", 2);
        } else if (token.isStructStart()) {
          value(path, name + "[" + i + "]", 2);
        } else if (!token.isNumeric() || ++numbers <= MAX_NUMBERS) {
          values.append(values.isEmpty() ? "" : ", ").append(json.getText());
        }
      }
      if (!values.isEmpty()) {
        add(line, path, name, values + (numbers > MAX_NUMBERS ? ", \u2026" : ""));
      }
    }

    private void leaf(String path, String name, String value) throws IOException {
      boolean data = value.length() > MAX_WORD && value.indexOf(' ') < 0;
      if (!value.isBlank() && !data && !value.startsWith("data:")) {
        add(line(), path, name, value);
      }
    }

    private void add(int line, String path, String name, String value) throws IOException {
      // Short neighbours share a section.
      boolean fits = section.length() < FULL && first != null && parent(path).equals(parent(first));
      if (first != null && !path.equals(last) && !fits) {
        flush();
      }
      first = first == null ? path : first;
      last = path;
      lines.add(new int[] {section.length(), line});
      String full = path.endsWith("]") ? name : member(path, name);
      int cut = Math.max(0, full.length() - MAX_NAME);
      section
          .append(full.isEmpty() ? "" : full.substring(cut) + ": ")
          .append(value.strip())
          .append('\n');
      if (document.length() + section.length() > maxText) {
        throw new IOException("grows");
      }
    }

    /** The name of a value in an object's member, which tells neighbours in a section apart. */
    private static String member(String path, String name) {
      String key = path.substring(path.lastIndexOf('.') + 1);
      return key.isEmpty() || name.isEmpty() || name.startsWith("[")
          ? key + name
          : key + "." + name;
    }

    private int line() {
      return Math.max(1, json.currentTokenLocation().getLineNr());
    }

    private void flush() {
      String path = path();
      String head = path.isEmpty() ? "" : path + "\n";
      Map<String, Object> metadata = path.isEmpty() ? Map.of() : Map.of(PATH, path);
      document.section(head, metadata);
      int from = 0;
      for (int[] line : lines) {
        document.append(section.substring(from, line[0])).at(line[1]);
        from = line[0];
      }
      document.append(section.substring(from));
      section.setLength(0);
      lines.clear();
      first = null;
    }

    /** The path of one part, or from the first to the last of several. */
    private String path() {
      String all = first;
      if (!first.equals(last) && parent(first).equals(parent(last))) {
        boolean elements = first.endsWith("]") && last.endsWith("]");
        String base = parent(first);
        all =
            elements
                ? first.substring(0, first.length() - 1) + "-" + last.substring(base.length() + 1)
                : base;
      }
      return Origin.oneLine(all, MAX_PATH) == null ? "" : Origin.oneLine(all, MAX_PATH);
    }

    private static String parent(String path) {
      int end = Math.max(path.lastIndexOf('['), path.lastIndexOf('.'));
      return end < 0 ? "" : path.substring(0, end);
    }

    boolean hasText() {
      return document.length() > 0 || !section.isEmpty();
    }

    Document end() {
      if (!section.isEmpty()) {
        flush();
      }
      return document.build(null, Map.of());
    }
  }
}
