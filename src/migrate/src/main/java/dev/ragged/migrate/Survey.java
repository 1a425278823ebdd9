package dev.ragged.migrate;

import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.Utf8;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * What one reading of a collection shows.
 *
 * @param passages how many there are
 * @param textPassages how many of them have a text
 * @param textBytes UTF-8 bytes of all texts
 * @param rawTextBytes the same, overlaps counted once
 * @param metadataValues entries of metadata, items of a list counted each
 * @param metadataBytes UTF-8 bytes of ids, keys and values, roughly
 * @param seconds what the reading took
 * @param textSample ids of passages with text, drawn evenly from the whole collection
 * @param sample ids of passages, drawn evenly from the whole collection
 */
public record Survey(
    long passages,
    long textPassages,
    long textBytes,
    long rawTextBytes,
    long metadataValues,
    long metadataBytes,
    double seconds,
    List<String> textSample,
    List<String> sample) {

  private static final int NUMBER_BYTES = 8;

  /** Reads a collection once. The samples are the same at every reading of the same passages. */
  static Survey of(
      VectorCollection collection,
      int textSample,
      int sample,
      int pagePassages,
      LongConsumer progress) {
    long start = System.nanoTime();
    Reservoir texts = new Reservoir(textSample);
    Reservoir all = new Reservoir(sample);
    long passages = 0;
    long textPassages = 0;
    long textBytes = 0;
    long rawTextBytes = 0;
    long metadataValues = 0;
    long metadataBytes = 0;
    Iterable<Passage> everything = collection.stream(Selection.all())::iterator;
    for (Passage passage : everything) {
      if (passages % pagePassages == 0) {
        progress.accept(passages);
      }
      passages++;
      all.offer(passage.id());
      if (passage.text() != null) {
        textPassages++;
        texts.offer(passage.id());
        textBytes += Utf8.length(passage.text());
        rawTextBytes += passage.rawTextBytes();
      }
      metadataBytes += Utf8.length(passage.id());
      for (Map.Entry<String, Object> entry : passage.metadata().asMap().entrySet()) {
        List<?> values = entry.getValue() instanceof List<?> l ? l : List.of(entry.getValue());
        metadataValues += values.size();
        metadataBytes += Utf8.length(entry.getKey());
        for (Object value : values) {
          metadataBytes += value instanceof String s ? Utf8.length(s) : NUMBER_BYTES;
        }
      }
    }
    progress.accept(passages);
    return new Survey(
        passages,
        textPassages,
        textBytes,
        rawTextBytes,
        metadataValues,
        metadataBytes,
        (System.nanoTime() - start) / 1e9,
        texts.held(),
        all.held());
  }

  /** An even sample of a stream of unknown length (Vitter's algorithm R), from a fixed seed. */
  private static final class Reservoir {
    private final int size;
    private final List<String> held = new ArrayList<>();
    private final Random random = new Random(1);
    private long offered;

    Reservoir(int size) {
      this.size = size;
    }

    void offer(String id) {
      offered++;
      if (held.size() < size) {
        held.add(id);
        return;
      }
      long place = (long) (random.nextDouble() * offered);
      if (place < size) {
        held.set((int) place, id);
      }
    }

    List<String> held() {
      return List.copyOf(held);
    }
  }
}
