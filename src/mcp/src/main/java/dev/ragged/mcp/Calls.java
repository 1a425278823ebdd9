package dev.ragged.mcp;

import dev.ragged.app.Cancellation;
import dev.ragged.mcp.JsonRpc.RefusedException;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The requests that are being answered, so that clients can cancel them. For any thread. */
final class Calls {
  /** How many may be answered at the same time. */
  static final int MAX = 64;

  /** The code of JSON-RPC for a server that could answer another time. */
  private static final int BUSY = -32000;

  private static final String CANCELLED = "notifications/cancelled";

  private record Key(String session, Object id) {}

  private final Map<Key, Call> running = new HashMap<>();

  /** Those whose clients want no answer any more. */
  private final Set<Key> withdrawn = new HashSet<>();

  /**
   * Begins to answer a request; to be ended.
   *
   * @throws RefusedException if too many are being answered
   */
  synchronized Call begin(String session, JSONRPCRequest request, boolean mayChange)
      throws RefusedException {
    if (running.size() >= MAX) {
      throw new RefusedException(
          request.id(), BUSY, "The server is answering " + MAX + " requests; ask again later.");
    }
    Call call = new Call(session, request.id(), mayChange, new Cancellation());
    Key key = new Key(session, request.id());
    if (running.putIfAbsent(key, call) != null) {
      throw new RefusedException(
          request.id(),
          McpSchema.ErrorCodes.INVALID_REQUEST,
          "A request with this id is still being answered.");
    }
    return call;
  }

  synchronized void end(Call call) {
    Key key = new Key(call.session(), call.id());
    running.remove(key, call);
    withdrawn.remove(key);
    notifyAll();
  }

  /** Whether this asks for a request to be cancelled, which has then been done. */
  boolean cancels(String session, JSONRPCNotification notification) {
    if (!CANCELLED.equals(notification.method())) {
      return false;
    }
    Call call = null;
    if (notification.params() instanceof Map<?, ?> params) {
      Key key = new Key(session, params.get("requestId"));
      synchronized (this) {
        call = running.get(key);
        if (call != null) {
          withdrawn.add(key);
        }
      }
    }
    if (call != null) {
      call.cancellation().cancel();
    }
    return true;
  }

  /** Whether the client has cancelled a request, so that it waits for no answer. */
  synchronized boolean isWithdrawn(String session, Object id) {
    return withdrawn.contains(new Key(session, id));
  }

  /** Cancels all of a client that is gone. */
  void cancelAll(String session) {
    cancel(call -> call.session().equals(session));
  }

  /** Cancels all of all clients. */
  void cancelAll() {
    cancel(call -> true);
  }

  private void cancel(Predicate<Call> which) {
    List<Call> calls;
    synchronized (this) {
      calls = running.values().stream().filter(which).toList();
    }
    calls.forEach(call -> call.cancellation().cancel());
  }

  /** Waits until all are answered. */
  synchronized void await() throws InterruptedException {
    while (!running.isEmpty()) {
      wait();
    }
  }
}
