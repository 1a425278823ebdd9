package dev.ragged.bench;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.app.StoreRouter;
import dev.ragged.config.Settings;
import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import dev.ragged.eval.StoreContender;
import dev.ragged.leann.LeannProvider;
import dev.ragged.peers.LuceneBinaryPeer;
import dev.ragged.spi.Backend;
import dev.ragged.spi.BackendProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Who takes part in {@link EqualRecallBenchmark}: the points of our curve, and all peers. */
final class EqualRecallContenders implements PeerContext {
  /** The id of our points, where peers have theirs. */
  static final String OURS = "ragged";

  private static final List<Double> RECALL_TARGETS =
      List.of(0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.99, 0.995, 0.999);

  /** What other backends, and ours with kept vectors, are asked for, the fewest first. */
  private static final List<Integer> COMPLEXITIES = List.of(3, 10, 32, 64, 128, 256, 512, 1_024);

  private final Path work;
  private final Embedder model;
  private final StoreRouter stores;

  /**
   * @param work where Python environments are kept, and indexes meanwhile
   * @param model for backends of ours, or null to name the contenders only
   */
  EqualRecallContenders(Path work, Embedder model) {
    this.work = work;
    this.model = model;
    List<BackendProvider> providers = BackendProvider.installed();
    Settings settings = Settings.of(scratch(), Map.of(), providers);
    this.stores = StoreRouter.of(settings, providers);
  }

  /** Someone who takes part, or why not. */
  record Entry(String peer, String name, String why) {
    /** One line of text. */
    String line() {
      return String.join("\t", peer, name, why.replaceAll("\\s+", " "));
    }

    static Entry of(String line) {
      String[] parts = line.split("\t", -1);
      return new Entry(parts[0], parts[1], parts[2]);
    }
  }

  private static List<Peer> peers() {
    return Stream.concat(
            Peer.all().stream().filter(Peer::byVector), Stream.of(new LuceneBinaryPeer()))
        .toList();
  }

  /** Everyone, after installing what is missing. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    EqualRecallPoint.OURS.forEach(point -> entries.add(new Entry(OURS, point.name(), "")));
    for (Peer peer : peers()) {
      try {
        peer.contenders(this).forEach(one -> entries.add(new Entry(peer.id(), one.name(), "")));
      } catch (RaggedException e) {
        entries.add(new Entry(peer.id(), peer.title(), String.valueOf(e.getMessage())));
      }
    }
    return entries;
  }

  /**
   * The contender of an entry.
   *
   * @throws RaggedException if it is not available
   */
  Contender contender(Entry entry) {
    if (entry.peer().equals(OURS)) {
      EqualRecallPoint point =
          EqualRecallPoint.OURS.stream()
              .filter(one -> one.name().equals(entry.name()))
              .findFirst()
              .orElseThrow();
      return backend(LeannProvider.ID, point.name(), null, point.settings());
    }
    return peers().stream()
        .filter(peer -> peer.id().equals(entry.peer()))
        .flatMap(peer -> peer.contenders(this).stream())
        .filter(contender -> contender.name().equals(entry.name()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Contender backend(String id, String title, String version, Map<String, Object> settings) {
    Path folder = scratch().resolve(id);
    StoreRouter own = stores.scratch(folder, settings);
    Backend backend = own.backend(id);
    List<StoreContender.Way> efforts =
        id.equals(LeannProvider.ID) && !EqualRecallPoint.isKept(settings)
            ? RECALL_TARGETS.stream().map(EqualRecallContenders::recall).toList()
            : COMPLEXITIES.stream().map(EqualRecallContenders::complexity).toList();
    return new StoreContender(
        title,
        version != null ? version : backend.version(),
        new StoreContender.Place(
            folder, embedder -> own.open(id, embedder), backend::kindOfBytes, own::close),
        model,
        efforts,
        efforts);
  }

  private static StoreContender.Way recall(double target) {
    String name = String.format(Locale.ROOT, "recall target %s", target);
    return new StoreContender.Way(name, SearchMode.VECTOR, target);
  }

  private static StoreContender.Way complexity(int candidates) {
    return new StoreContender.Way(candidates + " candidates", SearchMode.VECTOR, 1, candidates);
  }

  @Override
  public Path work() {
    return work;
  }

  @Override
  public Path scratch() {
    return work.resolve("scratch");
  }

  @Override
  public Map<String, String> env() {
    return System.getenv();
  }

  @Override
  public int candidates() {
    return SearchRequest.DEFAULT_SEARCH_COMPLEXITY;
  }

  /** Peers bring their own. */
  @Override
  public boolean isAvailable(String id) {
    return false;
  }
}
