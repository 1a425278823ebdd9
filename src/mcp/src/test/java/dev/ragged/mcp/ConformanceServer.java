package dev.ragged.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the protocol's conformance tool is run against: {@code tools PORT DIR} serves ragged's own
 * tools, {@code demo PORT} the tools, prompts and resources that the tool wants to find, over the
 * same servlet. The second shows that sessions and streams conform; no such tool ships.
 */
final class ConformanceServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A red pixel, and a sound without samples. */
  private static final String IMAGE =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

  private static final String AUDIO =
      "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";

  private static final int PAUSE_MILLIS = 50;

  private ConformanceServer() {}

  public static void main(String[] args) throws Exception {
    boolean demo = args[0].equals("demo");
    HttpServlet servlet =
        demo
            ? new McpServlet(ConformanceServer::demo, request -> true)
            : new McpServlet(new Fixture(Path.of(args[2])).withNotes().tools, request -> true);
    HttpFixture server = new HttpFixture(servlet, Integer.parseInt(args[1]));
    System.out.println(server.uri);
    Thread.currentThread().join();
  }

  private static McpSyncServer demo(HttpServletStreamableServerTransportProvider transport) {
    try {
      return McpServer.sync(transport)
          .serverInfo("conformance", "1")
          .capabilities(
              McpSchema.ServerCapabilities.builder()
                  .tools(false)
                  .resources(true, false)
                  .prompts(false)
                  .completions()
                  .build())
          .jsonMapper(JsonRpc.MAPPER)
          .jsonSchemaValidator(new Schema())
          .validateToolInputs(false)
          .tools(tools())
          .prompts(prompts())
          .resources(resource("test://static-text"), resource("test://static-binary"))
          .resources(resource("test://watched-resource"))
          .resourceTemplates(template())
          .completions(
              new SyncCompletionSpecification(
                  new McpSchema.PromptReference("test_prompt_with_arguments"),
                  (exchange, request) ->
                      new McpSchema.CompleteResult(
                          new McpSchema.CompleteResult.CompleteCompletion(
                              List.of("paris", "park", "party"), 3, false))))
          .build();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode read(String name) throws IOException {
    try (InputStream in = ConformanceServer.class.getResourceAsStream("conformance/" + name)) {
      String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      return JSON.readTree(
          text.replace("\"IMAGE\"", "\"" + IMAGE + "\"").replace("\"AUDIO\"", "\"" + AUDIO + "\""));
    }
  }

  private static List<SyncToolSpecification> tools() throws IOException {
    List<SyncToolSpecification> tools = new ArrayList<>();
    for (JsonNode tool : read("tools.json")) {
      Map<String, Object> schema =
          tool.has("inputSchema")
              ? JSON.convertValue(tool.get("inputSchema"), Map.class)
              : Map.of("type", "object");
      tools.add(
          SyncToolSpecification.builder()
              .tool(
                  McpSchema.Tool.builder(tool.get("name").asText(), schema)
                      .description("For tests.")
                      .build())
              .callHandler((exchange, request) -> call(tool, exchange, request))
              .build());
    }
    return tools;
  }

  private static CallToolResult call(
      JsonNode tool, McpSyncServerExchange exchange, CallToolRequest request) {
    if (tool.has("answer")) {
      return JsonRpc.MAPPER.convertValue(tool.get("answer"), CallToolResult.class);
    }
    for (JsonNode message : tool.path("log")) {
      exchange.loggingNotification(
          McpSchema.LoggingMessageNotification.builder(
                  McpSchema.LoggingLevel.INFO, message.asText())
              .build());
      pause();
    }
    for (JsonNode progress : tool.path("progress")) {
      if (request.progressToken() != null) {
        exchange.progressNotification(
            McpSchema.ProgressNotification.builder(request.progressToken(), progress.asDouble())
                .total(100.0)
                .build());
      }
      pause();
    }
    if (tool.has("sample")) {
      return text("LLM response: " + sample(exchange, request.arguments().get("prompt")));
    }
    if (tool.has("elicit")) {
      McpSchema.ElicitResult result = elicit(tool, exchange, request);
      return text(
          "Elicitation completed: action=" + result.action() + ", content=" + result.content());
    }
    return text("Done.");
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object sample(McpSyncServerExchange exchange, Object prompt) {
    Map<String, Object> message =
        Map.of("role", "user", "content", Map.of("type", "text", "text", prompt));
    return ((McpSchema.TextContent)
            exchange
                .createMessage(
                    JsonRpc.MAPPER.convertValue(
                        Map.of("messages", List.of(message), "maxTokens", 100),
                        McpSchema.CreateMessageRequest.class))
                .content())
        .text();
  }

  private static McpSchema.ElicitResult elicit(
      JsonNode tool, McpSyncServerExchange exchange, CallToolRequest request) {
    Object message = request.arguments() == null ? null : request.arguments().get("message");
    Map<String, Object> wanted =
        Map.of(
            "message",
            message == null ? "Please answer." : message,
            "requestedSchema",
            JSON.convertValue(tool.get("elicit"), Map.class));
    return exchange.createElicitation(
        JsonRpc.MAPPER.convertValue(wanted, McpSchema.ElicitFormRequest.class));
  }

  private static CallToolResult text(String text) {
    return CallToolResult.builder().addTextContent(text).build();
  }

  private static List<SyncPromptSpecification> prompts() throws IOException {
    List<SyncPromptSpecification> prompts = new ArrayList<>();
    for (JsonNode prompt : read("prompts.json")) {
      List<McpSchema.PromptArgument> arguments = new ArrayList<>();
      for (JsonNode name : prompt.get("arguments")) {
        arguments.add(new McpSchema.PromptArgument(name.asText(), "For tests.", true));
      }
      prompts.add(
          new SyncPromptSpecification(
              new McpSchema.Prompt(prompt.get("name").asText(), "For tests.", arguments),
              (exchange, request) -> filled(prompt.get("messages"), request.arguments())));
    }
    return prompts;
  }

  private static McpSchema.GetPromptResult filled(
      JsonNode messages, Map<String, Object> arguments) {
    String text = messages.toString();
    for (Map.Entry<String, Object> argument :
        (arguments == null ? Map.<String, Object>of() : arguments).entrySet()) {
      text = text.replace("{" + argument.getKey() + "}", argument.getValue().toString());
    }
    try {
      return JsonRpc.MAPPER.convertValue(
          Map.of("messages", JSON.readTree(text)), McpSchema.GetPromptResult.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SyncResourceSpecification resource(String uri) {
    McpSchema.Resource resource =
        JsonRpc.MAPPER.convertValue(
            Map.of("uri", uri, "name", uri, "description", "For tests."), McpSchema.Resource.class);
    Map<String, Object> contents =
        uri.endsWith("binary")
            ? Map.of("uri", uri, "mimeType", "image/png", "blob", IMAGE)
            : Map.of(
                "uri",
                uri,
                "mimeType",
                "text/plain",
                "text",
                "This is the content of the static text resource.");
    return new SyncResourceSpecification(resource, (exchange, request) -> contents(contents));
  }

  private static SyncResourceTemplateSpecification template() {
    McpSchema.ResourceTemplate template =
        McpSchema.ResourceTemplate.builder("test://template/{id}/data", "template")
            .description("For tests.")
            .build();
    return new SyncResourceTemplateSpecification(
        template,
        (exchange, request) -> {
          String id = request.uri().split("/")[3];
          return contents(
              Map.of(
                  "uri",
                  request.uri(),
                  "mimeType",
                  "application/json",
                  "text",
                  "{\"id\":\""
                      + id
                      + "\",\"templateTest\":true,\"data\":\"Data for ID: "
                      + id
                      + "\"}"));
        });
  }

  private static McpSchema.ReadResourceResult contents(Map<String, Object> contents) {
    return JsonRpc.MAPPER.convertValue(
        Map.of("contents", List.of(contents)), McpSchema.ReadResourceResult.class);
  }
}
