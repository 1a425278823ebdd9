package dev.ragged.chroma;

import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Health;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.spi.Backend;
import dev.ragged.spi.Diagnosis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chroma with its settings. If ragged runs the server, it starts when first needed and stops when
 * this is closed.
 */
final class ChromaBackend implements Backend {
  private static final Duration SERVER_START = Duration.ofSeconds(60);

  private static final String HOW_TO_GET_IT =
      "install it with 'pip install chromadb', or give a server's address with --chroma-url";

  private final ChromaSettings server;
  private final List<String> givenCommand;
  private final Path folder;
  private final Path scratch;
  private final Duration timeout;
  private final Map<String, String> env;

  /** Servers that were started, by the folder they serve. */
  private final Map<Path, ChromaServer> started = new HashMap<>();

  /**
   * @param server the server to use, or null to start one
   * @param givenCommand the words of the command that starts Chroma, or null to look for it on the
   *     path
   * @param folder where a started server keeps its data
   * @param scratch where copies of other folders go
   */
  ChromaBackend(
      ChromaSettings server,
      List<String> givenCommand,
      Path folder,
      Path scratch,
      Duration timeout,
      Map<String, String> env) {
    this.server = server;
    this.givenCommand = givenCommand;
    this.folder = folder;
    this.scratch = scratch;
    this.timeout = timeout;
    this.env = env;
  }

  private Optional<List<String>> command() {
    return givenCommand != null ? Optional.of(givenCommand) : ChromaCommand.find(env);
  }

  private List<String> requireCommand() {
    return command()
        .orElseThrow(
            () ->
                new RaggedException(
                    mayHoldCollections()
                        ? "There is no Chroma to serve the collections in "
                            + folder
                            + "; "
                            + HOW_TO_GET_IT
                            + ", or choose another backend."
                        : "There is no Chroma to start; " + HOW_TO_GET_IT + "."));
  }

  @Override
  public Health availability() {
    if (server != null) {
      return new Health(true, "Chroma at " + server + ".");
    }
    return command()
        .map(words -> new Health(true, "Chroma can be started by " + words.get(0) + "."))
        .orElseGet(
            () ->
                new Health(
                    false, "Chroma is neither configured nor installed; " + HOW_TO_GET_IT + "."));
  }

  @Override
  public boolean mayHoldCollections() {
    return server != null || Files.exists(folder.resolve(ChromaFolderCopy.DATABASE));
  }

  @Override
  public boolean holds(String collection) {
    if (!mayHoldCollections()) {
      return false;
    }
    try (VectorStore store = open(null, GivenVectors.CHECK)) {
      store.open(collection).close();
      return true;
    } catch (NoSuchCollectionException e) {
      return false;
    }
  }

  @Override
  public String place() {
    return server != null ? "Chroma at " + server : folder.toString();
  }

  @Override
  public synchronized VectorStore open(Embedder embedder, GivenVectors givenVectors) {
    return server != null
        ? ChromaVectorStore.open(server, embedder)
        : open(
            started.computeIfAbsent(
                folder, own -> ChromaServer.start(own, requireCommand(), SERVER_START)),
            embedder);
  }

  /** Serves a copy, so that the folder is not changed. */
  @Override
  public synchronized VectorStore openFolder(Path other, Embedder embedder) {
    ChromaServer copy =
        started.computeIfAbsent(
            other.toAbsolutePath(),
            original ->
                ChromaServer.startOnCopy(original, scratch, requireCommand(), SERVER_START));
    return open(copy, embedder);
  }

  /** A store on a server that ragged runs, which has neither tenants nor tokens. */
  private VectorStore open(ChromaServer own, Embedder embedder) {
    ChromaSettings settings = ChromaSettings.of(own.url()).withTimeout(timeout);
    return ChromaVectorStore.open(own, settings, embedder);
  }

  @Override
  public long expectedBytes(ContentSize content, Embedder embedder) {
    return ChromaVectorStore.expectedBytes(content);
  }

  @Override
  public Diagnosis diagnose() {
    Health health = availability();
    if (server != null) {
      try (VectorStore store = open(null, GivenVectors.CHECK)) {
        health = store.health();
      } catch (RaggedException e) {
        health = new Health(false, e.getMessage());
      }
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("configured", server != null);
    facts.put("available", health.ok());
    facts.put("description", health.detail());
    return new Diagnosis("chroma", "chroma", health.ok(), health.detail(), facts);
  }

  /** The version of Chroma's command line, which differs from the package's. */
  @Override
  public String version() {
    return command()
        .map(words -> ChromaCommand.version(words) + " (its command line)")
        .orElse("Chroma");
  }

  @Override
  public String kindOfBytes(Path file) {
    String name = file.getFileName().toString();
    // The database holds texts, metadata, words, and vectors that are not yet in the graph files.
    return name.startsWith(ChromaFolderCopy.DATABASE)
        ? "database"
        : name.endsWith(".bin") ? "vectors" : "other";
  }

  @Override
  public synchronized void close() {
    started.values().forEach(ChromaServer::close);
    started.clear();
  }
}
