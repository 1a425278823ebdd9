package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.SearchRequest;
import dev.ragged.eval.Contender;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.DocumentFolder;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged eval run}. */
@Command(
    name = "run",
    description = {
      "Index a data set in a throw-away folder, ask it questions, and compare with exact search.",
      "No collection is touched."
    })
final class EvalRunCommand extends Subcommand {
  private static final int HEADINGS = 200;

  @Parameters(
      paramLabel = "DATASET",
      description =
          "Documents; or a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv (BEIR); or"
              + " synthetic[:PASSAGES[:SEED]].")
  String dataSet;

  @Mixin EvalOptions options;

  @Setting(SettingKey.RECALL)
  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      description = "The recall target of the searches (default: ${DEFAULT-VALUE}).")
  double recall;

  @Override
  public Integer call() throws IOException {
    Evaluating evaluating = new Evaluating(this, options);
    checked(() -> SearchRequest.text("a question").withRecallTarget(recall));
    try (Embedder model = ragged.stores().embedder()) {
      Contender contender = EvalStores.chosen(ragged, evaluating, model, recall);
      DocumentFolder.Limits limits = new DocumentFolder.Limits(Integer.MAX_VALUE, HEADINGS);
      DataSet data = checked(() -> EvalData.of(dataSet, options.questions, model, limits));
      return evaluating.run(
          model, data, progress -> new Evaluating.Contenders(List.of(contender), List.of()));
    }
  }
}
