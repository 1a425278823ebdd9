package dev.ragged.leann.internal.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ragged.leann.proto.CoderFile;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;

/** The engine through its Java face, and the coder file that both sides read. */
class CoderTest {
  private static final int DIMENSION = 96;
  private static final int ROWS = 3_000;
  private static final long SEED = 42;

  private final float[][] rows = rows();

  /** Correlated unit vectors, as embeddings are: 12 directions carry most, noise the rest. */
  private static float[][] rows() {
    Random random = new Random(SEED);
    float[][] directions = new float[12][DIMENSION];
    for (float[] direction : directions) {
      for (int i = 0; i < DIMENSION; i++) {
        direction[i] = (float) random.nextGaussian();
      }
    }
    float[][] rows = new float[ROWS][DIMENSION];
    for (float[] row : rows) {
      double norm = 0;
      for (float[] direction : directions) {
        float weight = (float) random.nextGaussian();
        for (int i = 0; i < DIMENSION; i++) {
          row[i] += weight * direction[i];
        }
      }
      for (int i = 0; i < DIMENSION; i++) {
        row[i] += (float) random.nextGaussian();
        norm += row[i] * row[i];
      }
      for (int i = 0; i < DIMENSION; i++) {
        row[i] /= (float) Math.sqrt(norm);
      }
    }
    return rows;
  }

  private Coder train(int codeBytes) {
    float[] flat = new float[ROWS * DIMENSION];
    for (int i = 0; i < ROWS; i++) {
      System.arraycopy(rows[i], 0, flat, i * DIMENSION, DIMENSION);
    }
    return Coder.train(flat, DIMENSION, codeBytes);
  }

  /** The share of the true top 3 among the 32 nearest codes, each side with its own coder. */
  private double recall(Coder encoder, Coder searcher) throws Exception {
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
      try (IndexOutput out = directory.createOutput("codes", IOContext.DEFAULT)) {
        byte[] code = new byte[encoder.codeBytes()];
        for (float[] row : rows) {
          encoder.encode(row, code);
          out.writeBytes(code, code.length);
        }
      }
      double found = 0;
      int questions = 60;
      try (IndexInput in = directory.openInput("codes", IOContext.DEFAULT);
          Codes codes = Codes.read(searcher, in, ROWS)) {
        for (int q = 0; q < questions; q++) {
          float[] query = rows[q * 7].clone();
          query[q % DIMENSION] += 0.3f;
          Set<Integer> truth = new HashSet<>();
          for (int k = 0; k < 3; k++) {
            int best = -1;
            for (int i = 0; i < ROWS; i++) {
              if (!truth.contains(i)
                  && (best < 0 || dot(query, rows[i]) > dot(query, rows[best]))) {
                best = i;
              }
            }
            truth.add(best);
          }
          try (CoderQuery prepared = searcher.query(query)) {
            for (int id : codes.scan(prepared, null, 32).ids()) {
              found += truth.contains(id) ? 1 : 0;
            }
          }
        }
      }
      return found / (3 * questions);
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void should_rank_the_nearest_high_and_fail_visibly_with_a_broken_coder() throws Exception {
    try (Coder coder = train(25);
        Coder broken = Coder.load(withMixedUpBasis(coder.toBytes()))) {
      double right = recall(coder, coder);
      assertTrue(right >= 0.95, "recall " + right);
      double wrong = recall(coder, broken);
      assertTrue(wrong < 0.5, "a broken coder must not pass for a good one: recall " + wrong);
    }
  }

  /**
   * The same coder with its basis reversed and the checksum put right, as a defect might leave it.
   */
  private static byte[] withMixedUpBasis(byte[] file) throws Exception {
    CoderFile whole = CoderFile.parseFrom(file);
    var coder = dev.ragged.leann.proto.Coder.parseFrom(whole.getCoder()).toBuilder();
    var transform = coder.getTransform().toBuilder();
    byte[] basis = transform.getBasis().toByteArray();
    for (int i = 0; i < basis.length / 2; i++) {
      byte swap = basis[i];
      basis[i] = basis[basis.length - 1 - i];
      basis[basis.length - 1 - i] = swap;
    }
    coder.setTransform(transform.setBasis(ByteString.copyFrom(basis)));
    ByteString bytes = coder.build().toByteString();
    return whole.toBuilder().setCoder(bytes).setCrc32(crc(bytes)).build().toByteArray();
  }

  private static int crc(ByteString bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes.toByteArray());
    return (int) crc.getValue();
  }

  @Test
  void should_write_a_file_that_protobuf_reads_and_load_it_back() throws Exception {
    try (Coder coder = train(25);
        Coder again = Coder.load(coder.toBytes())) {
      CoderFile file = CoderFile.parseFrom(coder.toBytes());
      assertEquals(0x44434e4c, file.getMagic());
      assertEquals(1, file.getVersion());
      assertEquals(crc(file.getCoder()), file.getCrc32());
      var message = dev.ragged.leann.proto.Coder.parseFrom(file.getCoder());
      assertEquals(DIMENSION, message.getDimension());
      assertEquals(25, message.getCodeBytes());
      assertEquals(ROWS, message.getTransform().getTrainedOn());
      assertEquals(coder.error(), message.getError());
      assertEquals(coder.id(), again.id());
      byte[] one = new byte[25];
      byte[] two = new byte[25];
      coder.encode(rows[5], one);
      again.encode(rows[5], two);
      assertArrayEquals(one, two);
    }
  }

  @Test
  void should_refuse_files_that_are_damaged_or_of_another_time() throws Exception {
    try (Coder coder = Coder.blind(DIMENSION, 4, 1)) {
      CoderFile file = CoderFile.parseFrom(coder.toBytes());
      for (CoderFile bad :
          new CoderFile[] {
            file.toBuilder().setMagic(1).build(),
            file.toBuilder().setVersion(0).build(),
            file.toBuilder().setVersion(99).build(),
            file.toBuilder().setCrc32(file.getCrc32() + 1).build(),
            file.toBuilder().setCoder(ByteString.EMPTY).setCrc32(0).build()
          }) {
        byte[] bytes = bad.toByteArray();
        assertThrows(IllegalArgumentException.class, () -> Coder.load(bytes));
      }
      assertThrows(IllegalArgumentException.class, () -> Coder.load(new byte[0]));
    }
  }

  @Test
  void should_be_freed_when_its_last_user_closes_it() {
    Coder coder = Coder.blind(3, 4, 1);
    assertTrue(coder.tryRetain());
    coder.close();
    assertFalse(coder.isClosed());
    coder.encode(new float[] {1, 0, 0}, new byte[coder.codeBytes()]);
    coder.close();
    assertTrue(coder.isClosed());
    assertFalse(coder.tryRetain());
    coder.close();
    assertThrows(IllegalStateException.class, () -> coder.query(new float[3]));
    assertThrows(IllegalStateException.class, () -> coder.encode(new float[3], new byte[64]));
  }
}
