package dev.ragged.chroma;

import dev.ragged.Capability;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Health;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.List;
import java.util.Set;

/** Collections of a Chroma server (1.0 or later). */
public final class ChromaVectorStore implements VectorStore {
  private ChromaVectorStore(ChromaSettings settings, Embedder embedder) {}

  /**
   * A store on a server; no request is made yet.
   *
   * @param embedder the model that embeds records and questions in words, or null if callers bring
   *     all vectors; not closed with the store
   */
  public static ChromaVectorStore open(ChromaSettings settings, Embedder embedder) {
    return new ChromaVectorStore(settings, embedder);
  }

  @Override
  public String backend() {
    return "chromadb";
  }

  @Override
  public Set<Capability> capabilities() {
    throw new IllegalStateException("being written");
  }

  @Override
  public Health health() {
    throw new IllegalStateException("being written");
  }

  @Override
  public List<String> names() {
    throw new IllegalStateException("being written");
  }

  @Override
  public VectorCollection create(CollectionSpec spec) {
    throw new IllegalStateException("being written");
  }

  @Override
  public VectorCollection open(String name) {
    throw new IllegalStateException("being written");
  }

  @Override
  public void rename(String from, String to) {
    throw new IllegalStateException("being written");
  }

  @Override
  public boolean drop(String name) {
    throw new IllegalStateException("being written");
  }

  @Override
  public void close() {}
}
