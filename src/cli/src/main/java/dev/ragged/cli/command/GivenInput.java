package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.cli.terminal.Display;
import dev.ragged.ingest.GivenDocument;
import dev.ragged.ingest.IngestOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Standard input as a document, where a path is {@code -}. */
final class GivenInput {
  private static final String STANDARD_INPUT = "-";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "What to call standard input; its ending tells the type, as in notes.md (default: stdin).")
  String name;

  /** Whether a path stands for standard input. */
  static boolean isInput(Path path) {
    return path.toString().equals(STANDARD_INPUT);
  }

  /** What standard input holds, if it is asked for. */
  List<GivenDocument> read(Subcommand command, List<Path> paths) {
    long times = paths.stream().filter(GivenInput::isInput).count();
    if (times == 0 && name != null) {
      throw command.usage("--name is for standard input; give '-' as the path");
    }
    if (times > 1) {
      throw command.usage("Standard input can be read only once; give '-' once");
    }
    if (times == 0) {
      return List.of();
    }
    String called = name == null ? "stdin" : name;
    command.checked(() -> new GivenDocument(called, new byte[0]));
    if (command.session.terminal.inIsTerminal()) {
      command.note("Reading standard input; end it with Ctrl-D.");
    }
    long limit = IngestOptions.defaults().maxFileBytes();
    try {
      byte[] bytes = command.session.terminal.in().readNBytes((int) limit + 1);
      if (bytes.length > limit) {
        throw new RaggedException(
            "Standard input has more than "
                + Display.bytes(limit)
                + ", the limit for a document; split it.");
      }
      return List.of(new GivenDocument(called, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
