package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Chroma: the configured backend if it is available, else a separate installation. */
public final class ChromaPeer implements Peer {
  private static final String BACKEND = "chromadb";
  private static final Duration TIMEOUT = Duration.ofMinutes(8);

  @Override
  public String id() {
    return "chroma";
  }

  @Override
  public String title() {
    return "Chroma";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public List<Contender> contenders(PeerContext context) {
    if (context.isAvailable(BACKEND)) {
      return List.of(context.backend(BACKEND, title(), null, Map.of()));
    }
    PythonEnvironment python =
        new PythonEnvironment(context.work().resolve("peers").resolve(id()), context.env());
    python.install(TIMEOUT, id());
    String version = BACKEND + " " + PythonEnvironment.version(id(), BACKEND);
    Map<String, Object> settings =
        Map.of(BACKEND + ".command", List.of(python.program("chroma").toString()));
    return List.of(context.backend(BACKEND, title(), version, settings));
  }
}
