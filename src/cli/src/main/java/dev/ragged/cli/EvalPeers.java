package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import dev.ragged.eval.Progress;
import dev.ragged.eval.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Puts ragged and its peers together; a peer that cannot be had here is absent, with the reason.
 */
final class EvalPeers implements PeerContext {
  /** The default target, and what more and less cost. */
  private static final double[] RECALL_TARGETS = {0.9, 0.95, 0.99};

  /** Enough to find what is near. */
  private static final int CANDIDATES = 64;

  /** What {@code --peers} takes. */
  static final class Ids implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Peer.all().stream().map(Peer::id).iterator();
    }
  }

  /** Reads an item of {@code --peers}. */
  static final class IdConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      for (String id : new Ids()) {
        if (id.equalsIgnoreCase(text)) {
          return id;
        }
      }
      throw new TypeConversionException(
          "'" + text + "' is none of " + String.join(", ", new Ids()));
    }
  }

  private final RaggedCommand ragged;
  private final Evaluating evaluating;
  private final Embedder model;

  EvalPeers(RaggedCommand ragged, Evaluating evaluating, Embedder model) {
    this.ragged = ragged;
    this.evaluating = evaluating;
    this.model = model;
  }

  /** Installs what is missing; fails only without LEANN, which all are compared with. */
  Evaluating.Contenders of(List<Peer> wanted, Progress progress) {
    List<Contender> present = new ArrayList<>();
    List<Report.Absent> absent = new ArrayList<>();
    present.add(EvalStores.leann(ragged, evaluating, model, RECALL_TARGETS));
    for (Peer peer : wanted) {
      progress.at("preparing " + peer.id(), 0, 0);
      try {
        present.addAll(peer.contenders(this));
      } catch (RaggedException e) {
        absent.add(new Report.Absent(peer.title(), e.getMessage()));
      }
    }
    return new Evaluating.Contenders(present, absent);
  }

  @Override
  public Path work() {
    return evaluating.work();
  }

  @Override
  public Path scratch() {
    return evaluating.scratch();
  }

  @Override
  public Map<String, String> env() {
    return ragged.terminal.env();
  }

  @Override
  public int candidates() {
    return CANDIDATES;
  }

  @Override
  public Contender backend(String id, String title, String version, Map<String, Object> settings) {
    if (!isChroma(id)) {
      throw new IllegalArgumentException(id);
    }
    List<String> command = null;
    if (settings.get(SettingKey.CHROMADB_COMMAND.key()) instanceof List<?> words) {
      command = words.stream().map(String::valueOf).toList();
    }
    return EvalStores.chroma(ragged, evaluating, model, title, command, version);
  }

  @Override
  public boolean isAvailable(String id) {
    return isChroma(id) && ragged.stores().chromaCommand().isPresent();
  }

  private static boolean isChroma(String id) {
    return id.equals(Backend.CHROMADB.id());
  }
}
