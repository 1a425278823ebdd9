package dev.ragged.server.http;

import dev.ragged.app.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events: each a name and a line of JSON. For one thread. */
public final class EventStream {
  private final OutputStream out;
  private boolean begun;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /**
   * Sends an event at once.
   *
   * @throws IOException if nobody listens any more
   */
  public void send(String name, Object json) throws IOException {
    write("event: " + name + "\ndata: " + Json.write(json) + "\n\n");
  }

  /**
   * Sends what listeners ignore, so that it shows whether somebody still listens.
   *
   * @throws IOException if nobody does
   */
  public void keepAlive() throws IOException {
    write(":\n\n");
  }

  /** Whether anything was sent, so that no other answer is possible. */
  public boolean isBegun() {
    return begun;
  }

  private void write(String text) throws IOException {
    begun = true;
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
