package dev.ragged.cli.command;

import dev.ragged.app.Cancellation;
import dev.ragged.app.CompareWithPeers;
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
      "Measure ragged beside the alternatives: same texts, questions, vectors, run.",
      "What cannot be measured here is named with the reason. No collection is touched."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ragged eval compare synthetic:60 --peers lucene"})
final class EvalCompareCommand extends Subcommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "DATASET",
      description =
          "As for 'eval run' (default: Django's documentation, fetched by pip; where that is not"
              + " possible, synthetic).")
  String dataSet;

  @Mixin EvalOptions options;

  @Option(
      names = "--quick",
      description = "Only 1,500 passages and 100 questions, drawn at random: takes a few minutes.")
  boolean quick;

  @Option(
      names = "--peers",
      paramLabel = "LIST",
      split = ",",
      completionCandidates = PeerIds.ByVector.class,
      converter = PeerIds.ByVector.class,
      description =
          "Compare only with these: ${COMPLETION-CANDIDATES} (default: all; with --quick those that"
              + " answer a question in less than a minute).")
  List<String> peers;

  @Override
  public Integer call() throws IOException {
    CompareWithPeers.Request request =
        new CompareWithPeers.Request(options.request(dataSet), quick, peers);
    Cancellation cancellation = new Cancellation();
    return options.run(
        this,
        cancellation,
        progress ->
            new CompareWithPeers(stores()).run(request, progress, this::note, cancellation));
  }
}
