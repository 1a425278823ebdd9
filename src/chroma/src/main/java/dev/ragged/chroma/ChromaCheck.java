package dev.ragged.chroma;

import dev.ragged.CheckReport;
import dev.ragged.chroma.RemoteCollection.Part;
import dev.ragged.chroma.RemoteCollection.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a whole collection and checks what a client can check. */
final class ChromaCheck {
  private static final int MAX_PROBLEMS = 100;

  private final RemoteCollection remote;
  private final int dimension;
  private final List<String> problems = new ArrayList<>();

  ChromaCheck(RemoteCollection remote, int dimension) {
    this.remote = remote;
    this.dimension = dimension;
  }

  CheckReport run() {
    long count = remote.count();
    Set<String> seen = new HashSet<>();
    Slices slices = new Slices(remote, null, 0, Part.DOCUMENTS, Part.METADATAS, Part.EMBEDDINGS);
    for (Rows rows = slices.next(Integer.MAX_VALUE);
        rows.size() > 0;
        rows = slices.next(Integer.MAX_VALUE)) {
      for (int i = 0; i < rows.size(); i++) {
        String id = rows.ids().get(i);
        if (!seen.add(id)) {
          problem("Passage '" + id + "' is listed twice.");
        }
        vector(id, rows.embeddings().get(i));
        try {
          ChromaPassages.passage(
              id, rows.documents().get(i), rows.metadatas().get(i), rows.embeddings().get(i));
        } catch (IllegalArgumentException e) {
          problem("Passage '" + id + "' cannot be read: " + e.getMessage());
        }
      }
    }
    if (seen.size() != count) {
      problem("The server counts " + count + " passages and lists " + seen.size() + ".");
    }
    return new CheckReport(
        List.of(
            seen.size() + " passages listed once each",
            "their vectors of " + dimension + " finite values, texts and metadata"),
        problems);
  }

  private void vector(String id, float[] vector) {
    if (vector == null) {
      problem("Passage '" + id + "' has no vector.");
      return;
    }
    if (dimension != 0 && vector.length != dimension) {
      problem("Passage '" + id + "' has a vector of " + vector.length + " values.");
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        problem("Passage '" + id + "' has a vector with a value that is not finite.");
        return;
      }
    }
  }

  private void problem(String sentence) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(sentence);
    }
  }
}
