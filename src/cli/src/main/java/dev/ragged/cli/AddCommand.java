package dev.ragged.cli;

import dev.ragged.ingest.Skipped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged add}. */
@Command(
    name = "add",
    description = {
      "Add files and folders, or bring them up to date: what did not change is left alone, what"
          + " vanished is removed.",
      "A file that ends in .jsonl and is named here holds one passage per line: id, text, metadata."
    })
final class AddCommand extends Subcommand {
  private static final int SHOWN_SKIPPED = 10;

  @Mixin CollectionOption collection;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files and folders.")
  List<Path> paths;

  @Setting(SettingKey.CHUNK_TOKENS)
  @Option(
      names = "--chunk-tokens",
      paramLabel = "N",
      description = "Tokens of a passage at most (default: 256).")
  Integer chunkTokens;

  @Setting(SettingKey.OVERLAP)
  @Option(
      names = "--overlap",
      paramLabel = "N",
      description = "Tokens that a passage repeats of the one before (default: 32).")
  Integer overlap;

  @Override
  public Integer call() {
    Adding.Passages passages = new Adding.Passages(chunkTokens, overlap);
    // Before the model is loaded, so that a typing mistake is answered at once.
    checked(() -> passages.options(Integer.MAX_VALUE));
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw usage("There is no file or folder '" + path + "'");
      }
    }
    Adding added = Adding.run(this, ragged.stores(), collection.name, paths, passages);
    List<Skipped> skipped = added.report().skipped();
    if (ragged.json) {
      json(added.json(collection.name));
    } else {
      line(added.summary(collection.name));
      for (Skipped s : skipped.subList(0, Math.min(SHOWN_SKIPPED, skipped.size()))) {
        note("skipped " + s.path() + ": " + s.why());
      }
      if (skipped.size() > SHOWN_SKIPPED) {
        note("and " + (skipped.size() - SHOWN_SKIPPED) + " more; --json lists all");
      }
    }
    return added.exitStatus();
  }
}
