package dev.ragged.chroma;

import dev.ragged.Filter;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Selection;
import dev.ragged.chroma.RemoteCollection.Part;
import dev.ragged.chroma.RemoteCollection.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads passages and vectors of a collection. */
final class ChromaReader {
  /** A page ends early beyond this size, to bound memory for large texts. */
  private static final long PAGE_BYTES = 16 << 20;

  /** Number of passages to read with their vectors in one request. */
  private static final int READ_AT_ONCE = 250;

  private final RemoteCollection remote;

  ChromaReader(RemoteCollection remote) {
    this.remote = remote;
  }

  /** One page of a selection; a cursor is the offset of the next passage. */
  Page<Passage> page(Selection which, PageRequest page) {
    int from;
    try {
      from = page.cursor() == null ? 0 : Integer.parseUnsignedInt(page.cursor());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'"
              + page.cursor()
              + "' is not a cursor of this collection; use the one of the previous page.");
    }
    return which.match(
        ids -> byIds(ids.ids(), page, from), where -> where(where.filter(), page, from));
  }

  private Page<Passage> byIds(List<String> ids, PageRequest page, int from) {
    Set<String> existing = new HashSet<>(remote.get(ids).ids());
    List<String> found = ids.stream().filter(existing::contains).toList();
    List<String> missing =
        page.cursor() != null
            ? List.of()
            : ids.stream().filter(id -> !existing.contains(id)).toList();
    int to = Math.min(found.size(), from + page.size());
    List<String> here = from >= to ? List.of() : found.subList(from, to);
    Map<String, Passage> passages = new HashMap<>();
    passages(remote.get(here, Part.DOCUMENTS, Part.METADATAS))
        .forEach(passage -> passages.put(passage.id(), passage));
    return new Page<>(
        here.stream().filter(passages::containsKey).map(passages::get).toList(),
        to < found.size() ? Integer.toString(to) : null,
        missing);
  }

  private Page<Passage> where(Filter filter, PageRequest page, int from) {
    Matching matching = new Matching(remote, filter);
    Slices slices = matching.slices(from, Part.DOCUMENTS, Part.METADATAS);
    List<Passage> passages = new ArrayList<>();
    boolean more = true;
    while (more && passages.size() < page.size() && slices.bytes() < PAGE_BYTES) {
      Rows rows = slices.next(page.size() - passages.size());
      more = rows.size() > 0;
      passages.addAll(passages(matching(matching, rows)));
    }
    more = more && remote.get(matching.where().where(), slices.offset(), 1).size() > 0;
    return new Page<>(passages, more ? Long.toString(slices.offset()) : null, List.of());
  }

  private static Rows matching(Matching matching, Rows rows) {
    Rows kept = new Rows(new ArrayList<>(), null, new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < rows.size(); i++) {
      if (matching.matches(rows, i)) {
        kept.ids().add(rows.ids().get(i));
        kept.documents().add(rows.documents().get(i));
        kept.metadatas().add(rows.metadatas().get(i));
      }
    }
    return kept;
  }

  /** Converts rows with documents and metadata; fetches the vectors of those without text. */
  List<Passage> passages(Rows rows) {
    List<String> bare = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.documents().get(i) == null) {
        bare.add(rows.ids().get(i));
      }
    }
    Map<String, float[]> vectors = bare.isEmpty() ? Map.of() : vectors(bare);
    List<Passage> passages = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      String id = rows.ids().get(i);
      String text = rows.documents().get(i);
      if (text == null && !vectors.containsKey(id)) {
        continue; // deleted in the meantime
      }
      try {
        passages.add(ChromaPassages.passage(id, text, rows.metadatas().get(i), vectors.get(id)));
      } catch (IllegalArgumentException e) {
        throw new RaggedException(
            "Passage '"
                + id
                + "' of collection '"
                + remote.name()
                + "' cannot be read: "
                + e.getMessage(),
            e);
      }
    }
    return passages;
  }

  /**
   * Vectors that the collection's model made, read until each text is found.
   *
   * @param ids where to look; need not exist
   * @param dimension of the model
   * @return a vector for each text that one of these passages has, if the model made its vector
   */
  Map<String, float[]> embedded(List<String> ids, Set<String> texts, int dimension) {
    Map<String, float[]> found = new HashMap<>();
    for (int from = 0; from < ids.size() && found.size() < texts.size(); from += READ_AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + READ_AT_ONCE));
      Rows rows = remote.get(some, Part.DOCUMENTS, Part.METADATAS, Part.EMBEDDINGS);
      for (int i = 0; i < rows.size(); i++) {
        String text = rows.documents().get(i);
        float[] vector = rows.embeddings().get(i);
        if (texts.contains(text)
            && ChromaPassages.isEmbedded(rows.metadatas().get(i))
            && vector != null
            && vector.length == dimension) {
          found.put(text, vector);
        }
      }
    }
    return found;
  }

  /** The vectors of those ids that exist. */
  Map<String, float[]> vectors(List<String> ids) {
    Rows rows = remote.get(ids, Part.EMBEDDINGS);
    Map<String, float[]> vectors = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      float[] vector = rows.embeddings() == null ? null : rows.embeddings().get(i);
      if (vector == null) {
        throw remote.foreign("reading embeddings of");
      }
      vectors.put(rows.ids().get(i), vector);
    }
    return vectors;
  }
}
