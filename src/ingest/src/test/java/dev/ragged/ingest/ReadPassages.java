package dev.ragged.ingest;

import dev.ragged.Passage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The passages of a file, as the program would write them, to look for one. */
final class ReadPassages {
  private static final Extractor EXTRACTOR = new Extractor(8 << 20, null, new OfficeText());

  private final List<Passage> passages;

  private ReadPassages(List<Passage> passages) {
    this.passages = passages;
  }

  static ReadPassages of(String name, byte[] bytes) throws UnusableFileException {
    SlicedPassages passages = new SlicedPassages(name, "digest", null);
    Chunker chunker = new Chunker(new WordTokenizer(), 60, 8);
    for (Document document : EXTRACTOR.extract(bytes, name)) {
      passages.add(document, chunker.cut(document));
    }
    return new ReadPassages(passages.inOrderOfWriting());
  }

  static ReadPassages of(String name, String text) throws UnusableFileException {
    return of(name, text.getBytes(StandardCharsets.UTF_8));
  }

  List<Passage> all() {
    return passages;
  }

  /** All texts, to look for what must not be there. */
  String text() {
    return String.join("\n", passages.stream().map(Passage::text).toList());
  }

  /** The first passage with these words. */
  Passage with(String words) {
    return passages.stream()
        .filter(passage -> passage.text().contains(words))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No passage with " + words + " in\n" + text()));
  }

  /** What the first passage with these words says about itself, or null. */
  Object place(String words, String key) {
    return with(words).metadata().get(key).orElse(null);
  }
}
