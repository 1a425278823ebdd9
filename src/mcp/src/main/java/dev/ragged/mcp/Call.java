package dev.ragged.mcp;

import dev.ragged.app.Cancellation;
import io.modelcontextprotocol.common.McpTransportContext;
import java.util.Map;

/**
 * A request that is being answered.
 *
 * @param session of the client
 * @param id the client's own
 * @param mayChange whether whoever asks may change collections
 * @param cancellation the client can cancel it
 */
record Call(String session, Object id, boolean mayChange, Cancellation cancellation) {
  private static final String KEY = "ragged.call";

  /** The call that the SDK's context belongs to; one that may change nothing if it has none. */
  static Call of(McpTransportContext context) {
    return context.get(KEY) instanceof Call call
        ? call
        : new Call("", "", false, new Cancellation());
  }

  /** For the SDK, which hands it to tools. */
  McpTransportContext context() {
    return McpTransportContext.create(Map.of(KEY, this));
  }
}
