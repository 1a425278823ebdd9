package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.eval.BeirFolder;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.DocumentFolder;
import dev.ragged.eval.SyntheticSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the name of a data set stands for. */
final class EvaluationData {
  /** A set that is made up. */
  static final String SYNTHETIC = "synthetic";

  /** Of whatever is drawn at random. */
  static final long SEED = 1;

  private static final Pattern SYNTHETIC_SET =
      Pattern.compile(SYNTHETIC + "(?::(\\d{1,9}))?(?::(\\d{1,18}))?");
  private static final String PASSAGES = "2000";

  private EvaluationData() {}

  /**
   * Reads it.
   *
   * @param name documents, a folder in BEIR's layout, or {@code synthetic[:PASSAGES[:SEED]]}
   * @param questions a question per line, or null for headings of the documents
   * @throws InvalidRequestException if there is no such set
   */
  static DataSet read(String name, Path questions, Embedder model, DocumentFolder.Limits limits) {
    Matcher synthetic = SYNTHETIC_SET.matcher(name);
    Path path = Path.of(name);
    boolean labelled = synthetic.matches() || BeirFolder.isBeirFolder(path);
    if (labelled && questions != null) {
      throw new InvalidRequestException(
          "Questions go with documents; '" + name + "' has questions of its own.");
    }
    try {
      if (synthetic.matches()) {
        int passages = Integer.parseInt(synthetic.group(1) == null ? PASSAGES : synthetic.group(1));
        long seed = synthetic.group(2) == null ? SEED : Long.parseLong(synthetic.group(2));
        return SyntheticSet.of(Math.min(passages, limits.passages()), limits.questions(), seed);
      }
      if (!Files.exists(path)) {
        throw new InvalidRequestException("There is no file or folder '" + name + "'");
      }
      // A labelled set is read whole, also where headings would be too many.
      return labelled
          ? BeirFolder.read(path).data()
          : DocumentFolder.read(name, path, questions, model, limits);
    } catch (InvalidRequestException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(e.getMessage(), e);
    }
  }
}
