package dev.ragged.bench;

import dev.ragged.leann.internal.engine.Coder;
import dev.ragged.leann.internal.engine.CoderQuery;
import dev.ragged.leann.internal.engine.Codes;
import dev.ragged.leann.internal.engine.ScanResult;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Calls of the engine from Java, with a coder as large as the one shipped for the bundled model.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineMicrobenchmark {
  private static final int DIMENSION = 384;
  private static final int VECTORS = 1_000;
  private static final int CODES = 1_000_000;

  private float[] vector;
  private byte[] code;
  private Coder coder;
  private CoderQuery query;
  private Codes codes;

  @Setup
  public void prepare() throws IOException {
    float[] vectors = vectors();
    coder = Coder.trainProduct(vectors, DIMENSION, 23, 224);
    code = new byte[coder.codeBytes()];
    vector = new float[DIMENSION];
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
      try (IndexOutput out = directory.createOutput("codes", IOContext.DEFAULT)) {
        for (int i = 0; i < CODES; i++) {
          if (i < VECTORS) {
            System.arraycopy(vectors, i * DIMENSION, vector, 0, DIMENSION);
            coder.encode(vector, code);
          }
          out.writeBytes(code, code.length);
        }
      }
      try (IndexInput in = directory.openInput("codes", IOContext.DEFAULT)) {
        codes = Codes.read(coder, in, CODES);
      }
    }
    query = coder.query(vector);
  }

  /** Vectors of falling variance, like the principal components of embeddings. */
  private static float[] vectors() {
    Random random = new Random(1);
    float[] vectors = new float[VECTORS * DIMENSION];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) (random.nextGaussian() / Math.sqrt(1 + i % DIMENSION / 8.0));
    }
    return vectors;
  }

  @TearDown
  public void close() {
    query.close();
    codes.close();
    coder.close();
  }

  /** The engine only returns a field, so this measures the call itself. */
  @Benchmark
  public long cheapestCall() {
    return coder.trainedOn();
  }

  @Benchmark
  public byte[] encodeOneVector() {
    coder.encode(vector, code);
    return code;
  }

  @Benchmark
  public void prepareOneQuery() {
    coder.query(vector).close();
  }

  @Benchmark
  public ScanResult scanOneMillionCodes() {
    return codes.scan(query, null, 100);
  }
}
