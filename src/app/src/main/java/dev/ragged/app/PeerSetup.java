package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import dev.ragged.eval.Progress;
import dev.ragged.eval.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gets peers ready for a measurement. */
final class PeerSetup implements PeerContext {
  /** What searches of graphs collect for a question: enough to find what is near. */
  private static final int CANDIDATES = 64;

  private final StoreRouter stores;
  private final Measurement measurement;
  private final Embedder model;

  PeerSetup(StoreRouter stores, Measurement measurement, Embedder model) {
    this.stores = stores;
    this.measurement = measurement;
    this.model = model;
  }

  /** Their contenders, and those peers that cannot be had here. */
  Measurement.Contenders contenders(List<Peer> peers, Progress progress) {
    List<Contender> present = new ArrayList<>();
    List<Report.Absent> absent = new ArrayList<>();
    for (Peer peer : peers) {
      progress.at("preparing " + peer.id(), 0, 0);
      try {
        present.addAll(peer.contenders(this));
      } catch (RaggedException e) {
        absent.add(new Report.Absent(peer.title(), e.getMessage()));
      }
    }
    return new Measurement.Contenders(present, absent);
  }

  @Override
  public Path work() {
    return measurement.work();
  }

  @Override
  public Path scratch() {
    return measurement.scratch();
  }

  @Override
  public Map<String, String> env() {
    return stores.settings().environment();
  }

  @Override
  public int candidates() {
    return CANDIDATES;
  }

  /** Other backends have no recall target; they are asked once. */
  @Override
  public Contender backend(String id, String title, String version, Map<String, Object> settings) {
    return measurement.backend(id, title, version, settings, model, 1);
  }

  @Override
  public boolean isAvailable(String id) {
    try (StoreRouter scratch = stores.scratch(measurement.scratch(), Map.of())) {
      return scratch.backend(id).availability().ok();
    }
  }
}
