package dev.ragged.leann;

import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.Words;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a collection one of an earlier version, as far as its settings tell. */
final class OldWords {
  private OldWords() {}

  /** What it holds already keeps its words, so a test that asks for them must add it later. */
  static void in(Path collection) throws IOException {
    CollectionSettings now = CollectionSettings.read(collection);
    new CollectionSettings(
            now.name(),
            now.metric(),
            now.dimension(),
            now.model(),
            now.graphDegree(),
            Words.WITH_PARTS,
            now.vectors())
        .write(collection);
  }
}
