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
 * What reading a collection once shows.
 *
 * @param passages number of passages
 * @param textPassages number of passages with text
 * @param textBytes UTF-8 bytes of all texts
 * @param rawTextBytes the same, with overlaps counted once
 * @param metadataValues number of metadata values, counting each item of a list
 * @param metadataBytes approximate UTF-8 bytes of ids, keys and values
 * @param seconds how long reading took
 * @param textSample ids of passages with text, sampled evenly from the whole collection
 * @param sample ids of passages, sampled evenly from the whole collection
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

  /** Reads a collection once. The same passages always give the same samples. */
  static Survey of(
      VectorCollection collection,
      int textSample,
      int sample,
      int pagePassages,
      LongConsumer progress) {
    long start = System.nanoTime();
    Reservoir texts = new Reservoir(textSample);
    Reservoir ids = new Reservoir(sample);
    long passages = 0;
    long textPassages = 0;
    long textBytes = 0;
    long rawTextBytes = 0;
    long metadataValues = 0;
    long metadataBytes = 0;
    Iterable<Passage> all = collection.stream(Selection.all())::iterator;
    for (Passage passage : all) {
      if (passages % pagePassages == 0) {
        progress.accept(passages);
      }
      passages++;
      ids.offer(passage.id());
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
        texts.sample(),
        ids.sample());
  }

  /** An even sample of a stream of unknown length (Vitter's algorithm R), from a fixed seed. */
  private static final class Reservoir {
    private final int size;
    private final List<String> sample = new ArrayList<>();
    private final Random random = new Random(1);
    private long seen;

    Reservoir(int size) {
      this.size = size;
    }

    void offer(String id) {
      seen++;
      if (sample.size() < size) {
        sample.add(id);
        return;
      }
      long place = (long) (random.nextDouble() * seen);
      if (place < size) {
        sample.set((int) place, id);
      }
    }

    List<String> sample() {
      return List.copyOf(sample);
    }
  }
}
