package dev.ragged.mcp;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Serves one client over two streams, usually those of the process. To be used once. */
public final class McpStdio {
  private final StdioTransport transport;
  private final McpSyncServer server;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * Serves nobody yet.
   *
   * @param mayChange whether to offer tools that change collections
   * @param out one message a line, in UTF-8; nothing else may write there
   */
  public McpStdio(McpTools tools, boolean mayChange, OutputStream out) {
    transport = new StdioTransport(mayChange, out);
    server = tools.serve(McpServer.sync(transport));
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
      transport.finish();
      server.close();
    }
  }

  private void read(InputStream in) {
    try {
      transport.receiveAll(in);
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
