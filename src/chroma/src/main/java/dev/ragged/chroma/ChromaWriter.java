package dev.ragged.chroma;

import dev.ragged.chroma.RemoteCollection.Part;
import dev.ragged.chroma.RemoteCollection.Row;
import dev.ragged.chroma.RemoteCollection.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes whole passages with the calls of a server that merges metadata. */
final class ChromaWriter {
  private final RemoteCollection remote;

  ChromaWriter(RemoteCollection remote) {
    this.remote = remote;
  }

  /**
   * Adds or replaces whole passages. Since the server merges, old metadata keys are set to null,
   * which removes them. A text cannot be removed like that, so such a passage is deleted and added
   * again.
   */
  void write(List<Row> rows) {
    List<String> ids = rows.stream().map(Row::id).toList();
    Rows held = remote.get(ids, Part.METADATAS);
    if (held.size() == 0) {
      remote.upsert(rows);
      return;
    }
    Map<String, Map<String, Object>> old = new HashMap<>();
    for (int i = 0; i < held.size(); i++) {
      old.put(held.ids().get(i), held.metadatas().get(i));
    }
    Set<String> losingText = losingText(rows, old.keySet());
    List<Row> merged = new ArrayList<>();
    List<Row> again = new ArrayList<>();
    for (Row row : rows) {
      if (losingText.contains(row.id())) {
        again.add(row);
        continue;
      }
      Map<String, Object> metadata = new LinkedHashMap<>();
      if (old.get(row.id()) != null) {
        old.get(row.id()).keySet().forEach(key -> metadata.put(key, null));
      }
      if (row.metadata() != null) {
        metadata.putAll(row.metadata());
      }
      merged.add(new Row(row.id(), row.vector(), row.text(), metadata.isEmpty() ? null : metadata));
    }
    remote.upsert(merged);
    remote.delete(again.stream().map(Row::id).toList());
    remote.add(again);
  }

  private Set<String> losingText(List<Row> rows, Set<String> existing) {
    List<String> candidates =
        rows.stream()
            .filter(row -> row.text() == null && existing.contains(row.id()))
            .map(Row::id)
            .toList();
    Rows held = remote.get(candidates, Part.DOCUMENTS);
    Set<String> losing = new HashSet<>();
    for (int i = 0; i < held.size(); i++) {
      if (held.documents().get(i) != null) {
        losing.add(held.ids().get(i));
      }
    }
    return losing;
  }
}
