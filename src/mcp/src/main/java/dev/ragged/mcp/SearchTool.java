package dev.ragged.mcp;

import dev.ragged.Filter;
import dev.ragged.RaggedException;
import dev.ragged.SearchRequest;
import dev.ragged.app.Conditions;
import dev.ragged.app.Floor;
import dev.ragged.app.InvalidRequestException;
import dev.ragged.app.ListCollections;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.QuestionDefaults;
import dev.ragged.app.SearchService;
import dev.ragged.app.answer.Answer;
import dev.ragged.app.answer.Found;
import dev.ragged.app.answer.QuestionWords;
import dev.ragged.app.json.FilterJson;
import dev.ragged.app.json.Json;
import io.modelcontextprotocol.spec.McpSchema.ResourceLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds the passages that answer a question. */
final class SearchTool {
  private final OpenCollections open;
  private final ListCollections names;
  private final QuestionDefaults defaults;
  private final Sentences sentences;

  SearchTool(
      OpenCollections open, ListCollections names, QuestionDefaults defaults, Sentences sentences) {
    this.open = open;
    this.names = names;
    this.defaults = defaults;
    this.sentences = sentences;
  }

  ToolResult run(ToolCall call) {
    Arguments arguments = call.arguments();
    List<String> notes = new ArrayList<>();
    Conditions conditions = conditions(arguments);
    SearchRequest request = request(arguments, conditions);
    List<String> given = arguments.texts("collections");
    // One of all that cannot be opened is named, so that the others can answer.
    Consumer<RaggedException> unreadable =
        failure -> {
          if (!given.isEmpty()) {
            throw failure;
          }
          notes.add(sentences.of(failure));
        };
    List<String> searched =
        given.isEmpty() ? names.names(unreadable) : given.stream().distinct().toList();
    if (searched.isEmpty()) {
      notes.add("There are no collections yet.");
    }
    Answer answer;
    try (SearchService service = open.search(searched, request.mode(), unreadable)) {
      Double minScore = arguments.number("min_score");
      answer = service.answerFolded(request, minScore == null ? Floor.MEASURED : Floor.NONE);
      if (!service.reads(request.text())) {
        notes.add(
            "The model does not know the script of this question; it was searched for by words"
                + " alone.");
      }
      if (answer.hits().isEmpty()) {
        notes.addAll(service.hints(conditions));
      } else if (answer.isFar()) {
        notes.add("No hit is near enough to the question to be an answer; these are the nearest.");
      }
    }
    return result(answer, notes, arguments.flag("full"));
  }

  private static Conditions conditions(Arguments arguments) {
    Object where = arguments.object("where");
    Filter filter = where == null ? null : FilterJson.parse(JsonRpc.write(where));
    return new Conditions(
        filter,
        arguments.texts("in"),
        arguments.texts("type"),
        arguments.text("since"),
        arguments.text("before"),
        arguments.text("from"));
  }

  private SearchRequest request(Arguments arguments, Conditions conditions) {
    String question = arguments.text("question");
    if (question.isBlank()) {
      throw new InvalidRequestException("'question' must not be blank.");
    }
    String mode = arguments.text("mode");
    SearchRequest request =
        SearchRequest.text(question)
            .withK(arguments.integer("k"))
            .withFilter(conditions.filter())
            .withMode(mode == null ? defaults.mode() : QuestionDefaults.mode(mode))
            .withRecallTarget(defaults.recall());
    Double minScore = arguments.number("min_score");
    return minScore == null ? request : request.withMinScore(minScore);
  }

  private static ToolResult result(Answer answer, List<String> notes, boolean full) {
    QuestionWords words = QuestionWords.of(answer.question());
    List<Map<String, Object>> hits = new ArrayList<>();
    List<ResourceLink> links = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Found found : answer.hits()) {
      Map<String, Object> hit = json(found, words, full);
      hits.add(hit);
      links.add(link(found, hit));
      text.append(text(found, hit, full)).append("\n\n");
    }
    if (hits.isEmpty()) {
      text.append("No passage was found.\n");
    }
    notes.forEach(note -> text.append(note).append('\n'));
    return new ToolResult(
        Json.object("question", answer.question(), "hits", hits, "notes", notes),
        text.toString().strip(),
        links);
  }

  private static Map<String, Object> json(Found found, QuestionWords words, boolean full) {
    Map<String, Object> json = found.json(words);
    json.remove("metadata"); // title and place say what is of use
    if (!full) {
      json.remove("text");
    }
    json.put("uri", new PassageUri(found.collection(), found.hit().id()).toString());
    json.put("close", found.close());
    json.put("copies", found.copies().size());
    return json;
  }

  private static String text(Found found, Map<String, Object> hit, boolean full) {
    String place =
        found.place().source() == null
            ? found.hit().id()
            : found.place().text(found.place().source());
    String title = found.title() == null ? "" : "  " + found.title();
    return String.format(
        "%d. %s%s  (%s, score %.3f%s)%n%s",
        found.rank(),
        place,
        title,
        found.collection(),
        found.hit().score(),
        found.close() ? "" : ", far from the question",
        hit.get(full ? "text" : "snippet"));
  }

  private static ResourceLink link(Found found, Map<String, Object> hit) {
    Object title = hit.get("title");
    return ResourceLink.builder()
        .uri((String) hit.get("uri"))
        .name(found.hit().id())
        .title(title == null ? found.hit().id() : title.toString())
        .mimeType(Passages.TEXT)
        .build();
  }
}
