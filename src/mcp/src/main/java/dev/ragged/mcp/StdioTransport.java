package dev.ragged.mcp;

import dev.ragged.mcp.JsonRpc.RefusedException;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The SDK's transport over streams, except that it outlives lines that are no messages, lets
 * clients cancel, and answers what was asked before the end of the input.
 */
final class StdioTransport implements McpServerTransportProvider {
  private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);

  /** There is one client. */
  private static final String SESSION = "stdio";

  /** What may be asked before the handshake is done. */
  private static final Set<String> FIRST =
      Set.of(McpSchema.METHOD_INITIALIZE, McpSchema.METHOD_PING);

  private final boolean mayChange;
  private final OutputStream out;
  private final Calls calls = new Calls();
  private McpServerSession session;
  private boolean initialized;

  StdioTransport(boolean mayChange, OutputStream out) {
    this.mayChange = mayChange;
    this.out = out;
  }

  @Override
  public void setSessionFactory(McpServerSession.Factory factory) {
    session = factory.create(new Connection());
  }

  /** Reads messages to the end, and begins to answer them. */
  void receiveAll(InputStream in) throws IOException {
    Lines lines = new Lines(in, JsonRpc.MAX_MESSAGE);
    while (lines.next()) {
      try {
        receive(lines.text());
      } catch (RefusedException e) {
        write(e.answer());
      }
    }
  }

  /** Cancels what still runs, and returns when all is answered. */
  void finish() throws InterruptedException {
    calls.cancelAll(SESSION);
    calls.await();
  }

  private void receive(String line) throws RefusedException {
    if (line.isBlank()) {
      return;
    }
    JSONRPCMessage message = JsonRpc.parse(line);
    if (message instanceof JSONRPCRequest request) {
      answer(request);
    } else if (!(message instanceof JSONRPCNotification notification)
        || !calls.cancels(SESSION, notification)) {
      handle(message).subscribe();
    }
  }

  private void answer(JSONRPCRequest request) throws RefusedException {
    if (!initialized && !FIRST.contains(request.method())) {
      throw new RefusedException(
          request.id(),
          McpSchema.ErrorCodes.INVALID_REQUEST,
          "Send 'initialize' first, and then 'notifications/initialized'.");
    }
    if (!initialized && request.method().equals(McpSchema.METHOD_PING)) {
      write(JsonRpc.write(JSONRPCResponse.result(request.id(), Map.of())));
      return;
    }
    Call call = calls.begin(SESSION, request, mayChange);
    handle(request)
        .contextWrite(context -> context.put(McpTransportContext.KEY, call.context()))
        .doFinally(signal -> calls.end(call))
        .subscribe(done -> {}, failure -> LOG.warn("A request was not answered.", failure));
  }

  private Mono<Void> handle(JSONRPCMessage message) {
    if (message instanceof JSONRPCNotification notification
        && notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED)) {
      initialized = true;
    }
    return session.handle(message);
  }

  private void write(String message) {
    byte[] line = (message + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      try {
        out.write(line);
        out.flush();
      } catch (IOException e) {
        LOG.debug("The client is gone.", e); // its end of the input follows
      }
    }
  }

  @Override
  public Mono<Void> notifyClients(String method, Object params) {
    return session.sendNotification(method, params);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return session.closeGracefully();
  }

  /** What the session writes to. */
  private final class Connection implements McpServerTransport {
    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      return Mono.fromRunnable(
          () -> {
            if (!(message instanceof JSONRPCResponse response)
                || !calls.isWithdrawn(SESSION, response.id())) {
              write(JsonRpc.write(message));
            }
          });
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return JsonRpc.MAPPER.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }
  }
}
