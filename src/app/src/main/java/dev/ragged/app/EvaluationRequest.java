package dev.ragged.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How to measure.
 *
 * @param dataSet documents, a folder in BEIR's layout, {@code synthetic[:PASSAGES[:SEED]]}, or null
 *     for the default where there is one
 * @param questions a file with a question per line, or null for headings of the documents
 * @param k hits per question, 1 to 1,000
 * @param bytesPerVector measured once for each of these bytes that a vector takes; none for what
 *     the settings say
 * @param work where vectors are kept for the next run, and indexes meanwhile; null for a folder in
 *     the data directory
 */
public record EvaluationRequest(
    String dataSet, Path questions, int k, List<String> bytesPerVector, Path work) {
  private static final int MAX_K = 1_000;

  /**
   * @throws InvalidRequestException if a number is out of range or a file does not exist
   */
  public EvaluationRequest {
    if (k < 1 || k > MAX_K) {
      throw new InvalidRequestException("k must be between 1 and " + MAX_K + ", got " + k + ".");
    }
    if (questions != null && !Files.exists(questions)) {
      throw new InvalidRequestException("There is no file '" + questions + "'.");
    }
    bytesPerVector = List.copyOf(bytesPerVector);
    if (dataSet == null && questions != null) {
      throw new InvalidRequestException("Questions need the data set that they are about.");
    }
  }
}
