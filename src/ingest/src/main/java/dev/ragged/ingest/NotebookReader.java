package dev.ragged.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.Metadata;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a Jupyter notebook (nbformat 3 and 4): its cells, and what they printed as far as it is
 * text. Places are numbers of cells.
 */
final class NotebookReader implements DocumentReader {
  /** What a cell printed beyond this is a log. */
  private static final int MAX_OUTPUT = 10_000;

  private static final Pattern DATA_URI =
      Pattern.compile("data:[\\w/+.;=-]{0,100};base64,[\\w+/=-]*+");

  private static final Pattern ANSI = Pattern.compile("\u001B\\[[0-9;]*[A-Za-z]");

  @Override
  public List<Document> read(Input input) throws UnusableFileException {
    JsonNode notebook = Json.read(TextDecoder.decode(input.bytes()));
    DocumentBuilder document = new DocumentBuilder(Positions.Unit.CELL, Document.Layout.CODE);
    String title = null;
    int number = 0;
    for (JsonNode cells : List.of(notebook.path("cells"), notebook.path("worksheets"))) {
      for (JsonNode cell : cells) {
        // Format 3 has its cells in sheets, of which programs only ever made one.
        for (JsonNode each : cell.has("cells") ? cell.path("cells") : List.of(cell)) {
          String heading = add(document.at(++number), each);
          title = title == null ? heading : title;
        }
      }
    }
    if (number == 0 && !notebook.has("nbformat")) {
      throw UnusableFileException.damaged();
    }
    return List.of(document.build(title, metadata(notebook.path("metadata"))));
  }

  /** Adds a cell; its first line if that is a heading, else null. */
  private static String add(DocumentBuilder document, JsonNode cell) {
    String type = cell.path("cell_type").asText();
    String source = text(cell.has("input") ? cell.path("input") : cell.path("source"));
    if (type.equals("heading")) {
      source = "#".repeat(Math.max(1, Math.min(6, cell.path("level").asInt(1)))) + " " + source;
    }
    boolean heading = !type.equals("code") && source.startsWith("#");
    if (heading) {
      document.heading();
    }
    append(document, source);
    if (type.equals("code")) {
      int printed = 0;
      for (JsonNode output : cell.path("outputs")) {
        String text = ANSI.matcher(output(output)).replaceAll("");
        int rest = Math.min(text.length(), MAX_OUTPUT - printed);
        append(document, text.substring(0, rest));
        printed += rest;
      }
    }
    String first = heading ? source.lines().findFirst().orElse("") : "";
    String title = first.replaceFirst("^#+", "").strip();
    return title.isEmpty() ? null : title;
  }

  private static void append(DocumentBuilder document, String text) {
    if (!text.isBlank()) {
      document.append(text.stripTrailing()).append("\n\n");
    }
  }

  /** What a cell printed, as text; empty for a picture. */
  private static String output(JsonNode output) {
    if (output.path("output_type").asText().matches("error|pyerr")) {
      return output.path("ename").asText() + ": " + output.path("evalue").asText();
    }
    JsonNode data = output.has("data") ? output.path("data") : output;
    for (var names = data.fieldNames(); names.hasNext(); ) {
      // Beside a picture, the text only names its class.
      if (names.next().matches("image/.*|png|jpeg|svg|application/pdf")) {
        return "";
      }
    }
    return text(data.has("text/plain") ? data.path("text/plain") : data.path("text"));
  }

  /** A text, or the lines of one. */
  private static String text(JsonNode node) {
    StringBuilder text = new StringBuilder();
    if (node.isArray()) {
      node.forEach(line -> text.append(line.asText()));
    } else {
      text.append(node.asText());
    }
    return DATA_URI.matcher(text).replaceAll("");
  }

  private static Map<String, Object> metadata(JsonNode notebook) {
    String language = notebook.path("language_info").path("name").asText();
    if (language.isEmpty()) {
      language = notebook.path("kernelspec").path("language").asText();
    }
    return language.isEmpty() || language.length() > 50
        ? Map.of()
        : Map.of(Metadata.LANGUAGE, language.toLowerCase(Locale.ROOT));
  }
}
