package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.eval.BeirFolder;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.DocumentFolder;
import dev.ragged.eval.SyntheticSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an argument DATASET stands for. */
final class EvalData {
  private static final Pattern SYNTHETIC =
      Pattern.compile("synthetic(?::(\\d{1,9}))?(?::(\\d{1,18}))?");
  private static final String PASSAGES = "2000";

  /** Of whatever is drawn at random. */
  static final long SEED = 1;

  private EvalData() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is wrong usage
   */
  static DataSet of(String argument, Path questions, Embedder model, DocumentFolder.Limits limits) {
    Matcher synthetic = SYNTHETIC.matcher(argument);
    Path path = Path.of(argument);
    boolean labelled = synthetic.matches() || BeirFolder.is(path);
    if (labelled && questions != null) {
      throw new IllegalArgumentException(
          "--questions goes with documents; '" + argument + "' has questions of its own");
    }
    if (synthetic.matches()) {
      int passages = Integer.parseInt(synthetic.group(1) == null ? PASSAGES : synthetic.group(1));
      long seed = synthetic.group(2) == null ? SEED : Long.parseLong(synthetic.group(2));
      return SyntheticSet.of(Math.min(passages, limits.passages()), limits.questions(), seed);
    }
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("There is no file or folder '" + argument + "'");
    }
    if (labelled) {
      // All that somebody judged, also where headings would be too many.
      return BeirFolder.read(path);
    }
    return DocumentFolder.read(argument, path, questions, model, limits);
  }
}
