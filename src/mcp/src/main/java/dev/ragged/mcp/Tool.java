package dev.ragged.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * Something that agents can have done.
 *
 * @param definition as clients see it; from a file of its name beside this class
 * @param changes whether it changes collections
 */
record Tool(McpSchema.Tool definition, boolean changes, Function<ToolCall, ToolResult> action) {

  /** A tool that only reads. */
  static Tool reading(String name, Function<ToolCall, ToolResult> action) {
    return new Tool(definition(name), false, action);
  }

  /** A tool that changes collections. */
  static Tool changing(String name, Function<ToolCall, ToolResult> action) {
    return new Tool(definition(name), true, action);
  }

  String name() {
    return definition.name();
  }

  private static McpSchema.Tool definition(String name) {
    try (InputStream in = Tool.class.getResourceAsStream(name + ".json")) {
      return JsonRpc.MAPPER.readValue(in.readAllBytes(), McpSchema.Tool.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
