package dev.ragged.mcp;

import dev.ragged.mcp.JsonRpc.RefusedException;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Serves clients over HTTP, by the protocol's Streamable HTTP. To be mounted at a path of its own,
 * with {@code asyncSupported}, behind whatever checks who may ask: this checks no host, origin or
 * token. Its container closes it, too.
 */
public final class McpServlet extends HttpServlet implements AutoCloseable {
  private static final long serialVersionUID = 1L;

  private static final String CALL = "dev.ragged.mcp.call";

  private final transient HttpServletStreamableServerTransportProvider transport;
  private final transient McpSyncServer server;
  private final transient Predicate<HttpServletRequest> mayChange;
  private final transient Calls calls = new Calls();

  /**
   * Serves tools.
   *
   * @param mayChange whether a request may change collections; tools that do are neither listed nor
   *     run without it
   */
  public McpServlet(McpTools tools, Predicate<HttpServletRequest> mayChange) {
    this(provider -> tools.serve(McpServer.sync(provider)), mayChange);
  }

  McpServlet(
      Function<HttpServletStreamableServerTransportProvider, McpSyncServer> server,
      Predicate<HttpServletRequest> mayChange) {
    this.mayChange = mayChange;
    this.transport =
        HttpServletStreamableServerTransportProvider.builder()
            .jsonMapper(JsonRpc.MAPPER)
            .mcpEndpoint("") // wherever this is mounted
            .maxRequestSize(JsonRpc.MAX_MESSAGE)
            .contextExtractor(McpServlet::context)
            .build();
    this.server = server.apply(transport);
  }

  private static McpTransportContext context(HttpServletRequest request) {
    return request.getAttribute(CALL) instanceof Call call
        ? call.context()
        : McpTransportContext.EMPTY;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String version = request.getHeader(HttpHeaders.PROTOCOL_VERSION);
    if (version != null && !transport.protocolVersions().contains(version)) {
      refuse(
          response,
          HttpServletResponse.SC_BAD_REQUEST,
          new RefusedException(
              null,
              McpSchema.ErrorCodes.INVALID_REQUEST,
              "This server speaks the protocol's versions "
                  + String.join(", ", transport.protocolVersions())
                  + "."));
    } else if (request.getMethod().equals("POST")) {
      try {
        receive(request, response);
      } catch (RefusedException e) {
        // An answer to a request is an answer; what is no message is a bad request.
        refuse(
            response,
            e.hasId() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_BAD_REQUEST,
            e);
      }
    } else {
      if (request.getMethod().equals("DELETE")) {
        calls.cancelAll(session(request));
      }
      transport.service(request, response);
      if (request.isAsyncStarted()) {
        response.flushBuffer(); // so that a client that listens knows that it does
      }
    }
  }

  private void receive(HttpServletRequest request, HttpServletResponse response)
      throws RefusedException, ServletException, IOException {
    byte[] body = request.getInputStream().readNBytes(JsonRpc.MAX_MESSAGE + 1);
    if (body.length > JsonRpc.MAX_MESSAGE) {
      response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
      return;
    }
    JSONRPCMessage message = JsonRpc.parse(new String(body, StandardCharsets.UTF_8));
    if (message instanceof JSONRPCNotification notification
        && calls.cancels(session(request), notification)) {
      response.setStatus(HttpServletResponse.SC_ACCEPTED);
      return;
    }
    HttpServletRequest again = new ReadRequest(request, body);
    if (!(message instanceof JSONRPCRequest asked) || session(request).isEmpty()) {
      transport.service(again, response);
      return;
    }
    Call call = calls.begin(session(request), asked, mayChange.test(request));
    try {
      request.setAttribute(CALL, call);
      transport.service(again, response);
    } finally {
      calls.end(call);
    }
  }

  /** The session that a request says it belongs to, or an empty text. */
  private static String session(HttpServletRequest request) {
    String session = request.getHeader(HttpHeaders.MCP_SESSION_ID);
    return session == null ? "" : session;
  }

  private static void refuse(HttpServletResponse response, int status, RefusedException refused)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.getOutputStream().write(refused.answer().getBytes(StandardCharsets.UTF_8));
  }

  /** Cancels what runs, and ends all sessions and their streams; new ones are refused. */
  @Override
  public void close() {
    calls.cancelAll();
    server.closeGracefully();
  }

  @Override
  public void destroy() {
    close();
    super.destroy();
  }
}
