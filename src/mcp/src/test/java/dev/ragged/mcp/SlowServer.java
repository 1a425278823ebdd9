package dev.ragged.mcp;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One tool, {@code wait}, that waits until it is cancelled. */
final class SlowServer {
  private SlowServer() {}

  static McpServlet servlet(CountDownLatch begun, List<Call> seen) {
    McpSchema.Tool tool =
        McpSchema.Tool.builder("wait", Map.<String, Object>of("type", "object")).build();
    return new McpServlet(
        transport ->
            McpServer.sync(transport)
                .jsonMapper(JsonRpc.MAPPER)
                .jsonSchemaValidator(new Schema())
                .tools(
                    SyncToolSpecification.builder()
                        .tool(tool)
                        .callHandler(
                            (exchange, request) -> {
                              Call call = Call.of(exchange.transportContext());
                              seen.add(call);
                              begun.countDown();
                              while (!call.cancellation().isCancelled()) {
                                Thread.onSpinWait();
                              }
                              return McpSchema.CallToolResult.builder()
                                  .addTextContent("cancelled")
                                  .build();
                            })
                        .build())
                .build(),
        request -> false);
  }
}
