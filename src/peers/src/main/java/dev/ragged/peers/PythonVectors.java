package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A library of Python for vector search, which is installed if missing. */
abstract class PythonVectors implements Peer {

  /** The library and its index type. */
  enum Kind {
    FAISS_FLAT("faiss flat"),
    FAISS_HNSW("faiss HNSW"),
    FAISS_HNSW_SQ8("faiss HNSW SQ8"),
    FAISS_IVF_PQ("faiss IVF-PQ"),
    FAISS_IVF_PQ_SQ8("faiss IVF-PQ, refined by SQ8"),
    FAISS_RABITQ_SQ8("faiss IVF-RaBitQ, refined by SQ8"),
    FAISS_RABITQ_4("faiss IVF-RaBitQ, 4 bits"),
    FAISS_RABITQ_8("faiss IVF-RaBitQ, 8 bits"),
    HNSWLIB("hnswlib"),
    USEARCH_F32("usearch float32"),
    USEARCH_BF16("usearch bfloat16"),
    USEARCH_I8("usearch int8"),
    SQLITE_VEC_FLOAT32("sqlite-vec float32"),
    SQLITE_VEC_INT8("sqlite-vec int8"),
    SQLITE_VEC_BIT("sqlite-vec bit, refined by int8"),
    LANCEDB_IVF_PQ("LanceDB IVF-PQ"),
    LANCEDB_IVF_RQ("LanceDB IVF-RQ"),
    LANCEDB_HNSW_SQ("LanceDB IVF-HNSW-SQ");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final Duration TIMEOUT = Duration.ofMinutes(8);

  private final String id;
  private final String title;
  private final Kind[] kinds;

  /**
   * @param id also the library's name in {@code src/python}
   * @param kinds what to measure of it
   */
  PythonVectors(String id, String title, Kind... kinds) {
    this.id = id;
    this.title = title;
    this.kinds = kinds;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String title() {
    return title;
  }

  @Override
  public final boolean quick() {
    return true;
  }

  @Override
  public final List<Contender> contenders(PeerContext context) {
    PythonEnvironment python =
        new PythonEnvironment(context.work().resolve("peers").resolve(id), context.env());
    python.install(TIMEOUT, id);
    return Stream.of(kinds)
        .<Contender>map(
            kind ->
                new VectorProcessContender(
                    kind.title,
                    kind.toString(),
                    List.of(python.program("python").toString()),
                    "vectors_in_python.py",
                    context.scratch().resolve(kind.toString()),
                    context.candidates()))
        .toList();
  }
}
