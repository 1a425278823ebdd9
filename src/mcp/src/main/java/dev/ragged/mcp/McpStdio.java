package dev.ragged.mcp;

import dev.ragged.mcp.JsonRpc.RefusedException;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Serves one client over two streams, usually those of the process. To be used once. */
public final class McpStdio {

  /** What becomes of the client's messages. */
  interface Receiver {
    /**
     * Begins to answer a message; called by one thread.
     *
     * @param line the message as it came
     * @throws RefusedException if it is not answered otherwise
     */
    void receive(JSONRPCMessage message, String line) throws RefusedException;

    /** Cancels what still runs, and returns when all is answered. */
    void finish() throws InterruptedException;
  }

  private final LineWriter out;
  private final Receiver receiver;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private McpStdio(LineWriter out, Receiver receiver) {
    this.out = out;
    this.receiver = receiver;
  }

  /**
   * Serves tools of this process; nobody yet.
   *
   * @param mayChange whether to offer those that change collections
   * @param out one message a line, in UTF-8; nothing else may write there
   */
  public static McpStdio of(McpTools tools, boolean mayChange, OutputStream out) {
    LineWriter lines = new LineWriter(out);
    StdioTransport transport = new StdioTransport(mayChange, lines);
    tools.serve(McpServer.sync(transport));
    return new McpStdio(lines, transport);
  }

  /**
   * Serves the tools of a server that runs, whose model and collections are open.
   *
   * @param endpoint where {@link McpServlet} is mounted there
   * @param token shown as a bearer's
   * @param out as above
   */
  public static McpStdio relay(URI endpoint, String token, OutputStream out) {
    LineWriter lines = new LineWriter(out);
    return new McpStdio(lines, new Relay(endpoint, token, lines));
  }

  /**
   * Answers until the client closes its end, or until this is stopped; then cancels what still
   * runs, and returns when it has ended.
   *
   * @param in one message a line, in UTF-8
   * @throws IOException if reading fails
   * @throws InterruptedException if this thread is interrupted
   */
  public void serve(InputStream in) throws IOException, InterruptedException {
    // Nothing ends a read from standard input, so that it has a thread of its own.
    Thread reader = new Thread(() -> read(in), "ragged-mcp-input");
    reader.setDaemon(true);
    reader.start();
    try {
      ended.get();
    } catch (ExecutionException e) {
      throw new IOException("The input cannot be read.", e.getCause());
    } finally {
      receiver.finish();
    }
  }

  private void read(InputStream in) {
    Lines lines = new Lines(in, JsonRpc.MAX_MESSAGE);
    try {
      while (lines.next()) {
        try {
          String line = lines.text();
          if (!line.isBlank()) {
            receiver.receive(JsonRpc.parse(line), line);
          }
        } catch (RefusedException e) {
          out.write(e.answer());
        }
      }
      ended.complete(null);
    } catch (IOException | RuntimeException e) {
      ended.completeExceptionally(e);
    }
  }

  /** Stops; for any thread. */
  public void stop() {
    ended.complete(null);
  }
}
