package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.DjangoDocs;
import dev.ragged.eval.DocumentFolder;
import dev.ragged.eval.Peer;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged eval compare}. */
@Command(
    name = "compare",
    description = {
      "Measure ragged beside what could be taken instead: same texts, questions, vectors, run.",
      "Who cannot be measured here is named with the reason. No collection is touched."
    })
final class EvalCompareCommand extends Subcommand {
  private static final DocumentFolder.Limits QUICK = new DocumentFolder.Limits(1_500, 100);
  private static final DocumentFolder.Limits FULL =
      new DocumentFolder.Limits(Integer.MAX_VALUE, 200);
  private static final String SYNTHETIC = "synthetic";

  @Parameters(
      arity = "0..1",
      paramLabel = "DATASET",
      description =
          "As for 'eval run' (default: Django's documentation, fetched by pip; where that cannot"
              + " be, synthetic).")
  String dataSet;

  @Mixin EvalOptions options;

  @Option(
      names = "--quick",
      description = "Only 1,500 passages and 100 questions, drawn at random: some minutes.")
  boolean quick;

  @Option(
      names = "--peers",
      paramLabel = "LIST",
      split = ",",
      completionCandidates = EvalPeers.Ids.class,
      converter = EvalPeers.IdConverter.class,
      description =
          "Only these beside ragged: ${COMPLETION-CANDIDATES} (default: all; with --quick"
              + " not leann-python, of which a question may take a minute).")
  List<String> peers;

  @Override
  public Integer call() throws IOException {
    Evaluating evaluating = new Evaluating(this, options);
    if (dataSet == null && options.questions != null) {
      throw usage("--questions needs the DATASET that they are about");
    }
    List<Peer> wanted =
        Peer.all().stream()
            .filter(peer -> peers != null ? peers.contains(peer.id()) : !quick || peer.quick())
            .toList();
    // Before any work: nothing is compared without it.
    ragged.stores().requireLeann();
    try (Embedder model = ragged.stores().embedder()) {
      DataSet data = small(checked(() -> data(evaluating, model)));
      EvalPeers all = new EvalPeers(ragged, evaluating, model);
      return evaluating.run(model, data, progress -> all.of(wanted, progress));
    }
  }

  /** What a data set with its own questions has too much of. */
  private DataSet small(DataSet data) {
    return quick
            && (data.passages().size() > QUICK.passages()
                || data.questions().size() > QUICK.questions())
        ? data.drawn(QUICK.passages(), QUICK.questions(), EvalData.SEED)
        : data;
  }

  private DataSet data(Evaluating evaluating, Embedder model) {
    DocumentFolder.Limits limits = quick ? QUICK : FULL;
    if (dataSet != null) {
      return EvalData.of(dataSet, options.questions, model, limits);
    }
    try {
      note("Fetching the " + DjangoDocs.title() + ", unless it is there.");
      return DocumentFolder.read(
          DjangoDocs.title(),
          DjangoDocs.fetch(evaluating.work(), ragged.terminal.env()),
          null,
          model,
          limits);
    } catch (RaggedException e) {
      note(e.getMessage() + " Taking texts that are made up instead.");
      return EvalData.of(SYNTHETIC, null, model, limits);
    }
  }
}
