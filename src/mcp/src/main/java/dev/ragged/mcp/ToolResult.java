package dev.ragged.mcp;

import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ResourceLink;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.List;
import java.util.Map;

/**
 * What a tool answers.
 *
 * @param json as its schema describes it
 * @param text the same for clients that show text only
 * @param links to passages
 */
record ToolResult(Map<String, Object> json, String text, List<ResourceLink> links) {
  ToolResult(Map<String, Object> json, String text) {
    this(json, text, List.of());
  }

  CallToolResult toSdk() {
    CallToolResult.Builder result = CallToolResult.builder();
    result.addContent(TextContent.builder(text).build());
    links.forEach(result::addContent);
    return result.structuredContent(json).isError(false).build();
  }

  /** The answer to a call that failed. */
  static CallToolResult failure(String sentence) {
    return CallToolResult.builder()
        .addContent(TextContent.builder(sentence).build())
        .isError(true)
        .build();
  }
}
