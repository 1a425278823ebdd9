package dev.ragged.mcp;

import dev.ragged.NoSuchCollectionException;
import dev.ragged.Passage;
import dev.ragged.app.Conditions;
import dev.ragged.app.GetPassages;
import dev.ragged.app.ListCollections;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.answer.Place;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads passages, for the tool {@code get} and as resources. */
final class Passages {
  /** The media type of a passage. */
  static final String TEXT = "text/plain";

  /** The characters of text after which no further passage is given. */
  static final int MAX_CHARACTERS = 200_000;

  /** The most values that a completion may have. */
  private static final int MAX_VALUES = 100;

  private final StoreRouter stores;
  private final ListCollections names;

  Passages(StoreRouter stores, ListCollections names) {
    this.stores = stores;
    this.names = names;
  }

  /** The tool. */
  ToolResult get(ToolCall call) {
    Arguments arguments = call.arguments();
    String collection = arguments.text("collection");
    int limit = arguments.integer("limit");
    List<Passage> found = new ArrayList<>();
    GetPassages.Report report =
        new GetPassages(stores)
            .run(
                new GetPassages.Request(
                    collection,
                    arguments.texts("names"),
                    Conditions.NONE,
                    arguments.integer("context"),
                    limit + 1),
                found::add);
    List<Map<String, Object>> passages = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Passage passage : found) {
      if (passages.size() == limit || text.length() > MAX_CHARACTERS) {
        break;
      }
      passages.add(json(collection, passage));
      text.append(text(passage)).append("\n\n");
    }
    boolean more = passages.size() < found.size();
    if (more) {
      text.append("There are more passages; name fewer lines, or raise 'limit'.\n");
    }
    if (!report.missing().isEmpty()) {
      text.append("Not found: ").append(String.join(", ", report.missing())).append('\n');
    }
    report.hints().forEach(hint -> text.append(hint).append('\n'));
    return new ToolResult(
        Json.object(
            "collection",
            collection,
            "passages",
            passages,
            "missing",
            report.missing(),
            "more",
            more,
            "notes",
            report.hints()),
        text.toString().strip());
  }

  private static Map<String, Object> json(String collection, Passage passage) {
    Map<String, Object> json = ResultJson.of(passage);
    json.put("uri", new PassageUri(collection, passage.id()).toString());
    json.put("place", Place.of(passage.metadata()).json());
    return json;
  }

  private static String text(Passage passage) {
    Place place = Place.of(passage.metadata());
    String where = place.source() == null ? passage.id() : place.text(place.source());
    return where + "\n" + (passage.text() == null ? "" : passage.text());
  }

  /**
   * The resource.
   *
   * @throws McpError if there is none
   */
  ReadResourceResult read(String uri) {
    List<Passage> found = new ArrayList<>();
    try {
      PassageUri wanted = PassageUri.parse(uri);
      // A name may also be a file's, whose passages have other ids.
      new GetPassages(stores)
          .run(
              new GetPassages.Request(
                  wanted.collection(), List.of(wanted.id()), Conditions.NONE, 0, 1),
              passage -> {
                if (passage.id().equals(wanted.id())) {
                  found.add(passage);
                }
              });
    } catch (NoSuchCollectionException | IllegalArgumentException e) {
      throw McpError.RESOURCE_NOT_FOUND.apply(uri);
    }
    if (found.isEmpty()) {
      throw McpError.RESOURCE_NOT_FOUND.apply(uri);
    }
    String text = found.get(0).text() == null ? "" : found.get(0).text();
    return ReadResourceResult.builder(
            List.of(TextResourceContents.builder(uri, text).mimeType(TEXT).build()))
        .build();
  }

  /** The names of collections that begin as typed. */
  CompleteResult complete(CompleteRequest request) {
    List<String> matching =
        request.argument().name().equals("collection")
            ? names.readableNames().stream()
                .filter(name -> name.startsWith(request.argument().value()))
                .toList()
            : List.of();
    return new CompleteResult(
        new CompleteResult.CompleteCompletion(
            matching.stream().limit(MAX_VALUES).toList(),
            matching.size(),
            matching.size() > MAX_VALUES));
  }
}
