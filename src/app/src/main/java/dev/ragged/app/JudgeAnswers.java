package dev.ragged.app;

import dev.ragged.Capability;
import dev.ragged.Embedder;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.VectorStore;
import dev.ragged.eval.AnswersFile;
import dev.ragged.eval.BeirFolder;
import dev.ragged.eval.Contender;
import dev.ragged.eval.EmbeddedSet;
import dev.ragged.eval.KnownVectors;
import dev.ragged.eval.LabelledEvaluation;
import dev.ragged.eval.LabelledReport;
import dev.ragged.eval.LabelledSet;
import dev.ragged.eval.Peer;
import dev.ragged.eval.Progress;
import dev.ragged.eval.StoreContender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Judges the answers of the backend that a new collection would get by labels: sets of passages and
 * questions for which people have said which passages are right. No collection is touched.
 *
 * <p>Each question goes to the collection as it stands, in the mode as named, and its nearest
 * passages are judged as they come. Vectors are made once and kept, so a search counts what it
 * recomputes without doing it.
 */
public final class JudgeAnswers {

  /**
   * What to judge.
   *
   * @param folders in BEIR's layout
   * @param modes to ask in, or null for all that the backend offers
   * @param recall the recall target of the searches
   * @param skip number of questions of each set to leave out at its beginning
   * @param limit maximum number of questions to ask of each set, or null
   * @param deep whether to measure recall@100, too, which takes longest
   * @param peers ids of those to judge beside it; answers that take a minute each are not judged
   * @param against answers of an earlier run to compare with, or null
   * @param work where vectors are kept for the next run, and indexes meanwhile; null for a folder
   *     in the data directory
   */
  public record Request(
      List<Path> folders,
      List<SearchMode> modes,
      double recall,
      int skip,
      Integer limit,
      boolean deep,
      List<String> peers,
      Path against,
      Path work) {
    /**
     * @throws InvalidRequestException if a folder is none in BEIR's layout or a number is out of
     *     range
     */
    public Request {
      folders = List.copyOf(folders);
      peers = List.copyOf(peers);
      modes = modes == null ? null : modes.stream().distinct().sorted().toList();
      for (Path folder : folders) {
        if (!BeirFolder.isBeirFolder(folder)) {
          throw new InvalidRequestException(
              "There is no file corpus.jsonl in '"
                  + folder
                  + "'; name a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv.");
        }
      }
      if (skip < 0 || limit != null && limit < 1) {
        throw new InvalidRequestException(
            "The number of questions to skip must be 0 or more, and that to ask 1 or more.");
      }
      if (against != null && !Files.isRegularFile(against)) {
        throw new InvalidRequestException("There is no file '" + against + "'.");
      }
      InvalidRequestException.check(
          () -> SearchRequest.text("a question").withRecallTarget(recall));
    }
  }

  private final StoreRouter stores;

  public JudgeAnswers(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Judges one set after the other.
   *
   * @param report given the report of each set as soon as there is one
   * @throws InvalidRequestException if the backend lacks a mode, or a set has no questions left
   * @throws dev.ragged.RaggedException if a file of a set is invalid
   * @throws java.util.concurrent.CancellationException if it was cancelled
   */
  public void run(
      Request request,
      Progress progress,
      Consumer<LabelledReport> report,
      Cancellation cancellation) {
    Progress stopping = Measurement.stopping(progress, cancellation);
    AnswersFile earlier = request.against() == null ? null : AnswersFile.read(request.against());
    try (Embedder model = stores.embedder()) {
      for (Path folder : request.folders()) {
        LabelledSet set = BeirFolder.read(folder);
        int questions = set.questionIds().size();
        if (request.skip() >= questions) {
          throw new InvalidRequestException(
              folder + " has " + questions + " questions with a right passage; skip fewer.");
        }
        LabelledReport judged = judge(request, set, model, stopping);
        report.accept(earlier == null ? judged : earlier.compare(judged));
      }
    }
  }

  private LabelledReport judge(
      Request request, LabelledSet set, Embedder model, Progress progress) {
    Measurement measurement = new Measurement(stores, request.work(), progress);
    int from = request.skip();
    int left = set.questionIds().size() - from;
    int to = from + (request.limit() == null ? left : Math.min(left, request.limit()));
    return measurement.inScratch(
        () -> {
          String id = measurement.chosen();
          List<StoreContender.Way> ways =
              modes(request, measurement, id).stream()
                  .map(mode -> new StoreContender.Way(name(mode), mode, request.recall()))
                  .toList();
          EmbeddedSet embedded = measurement.embedded(set.data(), model);
          // Whoever recomputes gets the vectors that are there.
          Embedder known = new KnownVectors(model, set.data().passages(), embedded.vectors());
          Contender own =
              measurement.backend(id, measurement.title(id), null, Map.of(), known, ways);
          Measurement.Contenders peers =
              new PeerSetup(stores, measurement, known).contenders(peers(request), progress);
          List<Contender> quick =
              peers.present().stream()
                  .filter(peer -> peer.maxQuestions() == Integer.MAX_VALUE)
                  .toList();
          return LabelledEvaluation.run(
              set, embedded, from, to, request.deep(), own, quick, peers.absent(), progress);
        });
  }

  private static List<Peer> peers(Request request) {
    return Peer.all().stream().filter(peer -> request.peers().contains(peer.id())).toList();
  }

  private List<SearchMode> modes(Request request, Measurement measurement, String id) {
    Set<Capability> offered;
    try (StoreRouter own = stores.scratch(measurement.scratch().resolve("modes"), Map.of());
        VectorStore store = own.open(id, null)) {
      offered = store.capabilities();
    }
    List<SearchMode> all =
        Stream.of(SearchMode.values()).filter(mode -> isOffered(mode, offered)).toList();
    if (request.modes() == null) {
      return all;
    }
    for (SearchMode mode : request.modes()) {
      if (!all.contains(mode)) {
        throw new InvalidRequestException(
            measurement.title(id)
                + " has no "
                + name(mode)
                + " search; choose among "
                + String.join(", ", all.stream().map(JudgeAnswers::name).toList())
                + ".");
      }
    }
    return request.modes();
  }

  private static boolean isOffered(SearchMode mode, Set<Capability> offered) {
    return switch (mode) {
      case AUTO -> false;
      case VECTOR -> true;
      case LEXICAL -> offered.contains(Capability.LEXICAL_SEARCH);
      case HYBRID -> offered.contains(Capability.HYBRID_SEARCH);
    };
  }

  private static String name(SearchMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
