package dev.ragged.cli.command;

import dev.ragged.app.Cancellation;
import dev.ragged.app.EvaluateBackend;
import dev.ragged.app.EvaluationRequest;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged eval run}. */
@Command(
    name = "run",
    description = {
      "Index a data set in a temporary folder, ask it questions, and compare with exact search.",
      "No collection is touched."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ragged eval run synthetic:40"})
final class EvalRunCommand extends Subcommand {
  @Parameters(
      paramLabel = "DATASET",
      description =
          "Documents; or a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv (BEIR); or"
              + " synthetic[:PASSAGES[:SEED]].")
  String dataSet;

  @Mixin EvalOptions options;

  @FromSettings
  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      description = "The recall target of the searches (default: ${DEFAULT-VALUE}).")
  double recall;

  @Override
  public Integer call() throws IOException {
    EvaluationRequest request = options.request(dataSet);
    Cancellation cancellation = new Cancellation();
    return options.run(
        this,
        cancellation,
        progress -> new EvaluateBackend(stores()).run(request, recall, progress, cancellation));
  }
}
