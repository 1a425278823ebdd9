package dev.ragged.cli.command;

import dev.ragged.app.Cancellation;
import dev.ragged.app.CompareWithPeers;
import dev.ragged.eval.Peer;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

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

  /** The values of {@code --peers}. */
  static final class PeerIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Peer.all().stream().map(Peer::id).iterator();
    }
  }

  /** Reads an item of {@code --peers}. */
  static final class PeerConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      for (String id : new PeerIds()) {
        if (id.equalsIgnoreCase(text)) {
          return id;
        }
      }
      throw new TypeConversionException(
          "'" + text + "' is not one of " + String.join(", ", new PeerIds()));
    }
  }

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
      completionCandidates = PeerIds.class,
      converter = PeerConverter.class,
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
