package dev.ragged.leann.internal.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.codecs.compressing.Compressor;
import org.apache.lucene.codecs.compressing.Decompressor;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.ByteBuffersIndexInput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Timeout;

/** Bytes from anywhere as a chunk: its content, or refused, within little memory. */
@Timeout(120)
class ZstdCompressionFuzzTest {
  private static final int CHUNK = 1 << 12;

  @FuzzTest
  void should_read_or_refuse(byte[] bytes) throws IOException {
    if (bytes.length < 12) {
      return;
    }
    ByteArrayDataInput numbers = new ByteArrayDataInput(bytes);
    int originalLength = numbers.readInt();
    int offset = numbers.readInt();
    int length = numbers.readInt();
    byte[] chunk = Arrays.copyOfRange(bytes, 12, bytes.length);
    refuseOrRead(chunk, originalLength, offset, length);
    refuseOrRead(chunk, CHUNK, 0, CHUNK);

    // The same bytes are good text, if they were compressed; and bad, if then changed.
    byte[] text = Arrays.copyOf(bytes, Math.min(bytes.length, 2 * CHUNK));
    byte[] good = compressed(text);
    assertArrayEquals(text, read(good, text.length, 0, text.length));
    if (text.length < 2 * CHUNK) {
      assertThrows(CorruptIndexException.class, () -> read(good, text.length + 1, 0, 1));
    }
    int at = Math.floorMod(offset, good.length);
    good[at] ^= (byte) (length | 1);
    refuseOrRead(good, text.length, 0, text.length);
  }

  private static byte[] compressed(byte[] text) throws IOException {
    ByteBuffersDataOutput in = new ByteBuffersDataOutput();
    in.writeBytes(text, 0, text.length);
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    try (Compressor compressor = new ZstdCompression(3, CHUNK, null).newCompressor()) {
      compressor.compress(in.toDataInput(), out);
    }
    return out.toArrayCopy();
  }

  private static void refuseOrRead(byte[] chunk, int originalLength, int offset, int length)
      throws IOException {
    try {
      assertEquals(length, read(chunk, originalLength, offset, length).length);
      assertTrue(length == 0 || originalLength <= 2 * CHUNK, "longer than any that is written");
    } catch (IOException e) {
      // refused
    }
  }

  private static byte[] read(byte[] chunk, int originalLength, int offset, int length)
      throws IOException {
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    out.writeBytes(chunk, 0, chunk.length);
    ByteBuffersDataInput bytes = out.toDataInput();
    try (IndexInput in = new ByteBuffersIndexInput(bytes, "chunk")) {
      Decompressor decompressor = new ZstdCompression(3, CHUNK, null).newDecompressor();
      BytesRef found = new BytesRef();
      decompressor.decompress(in, originalLength, offset, length, found);
      in.seek(0); // now from what it keeps
      BytesRef again = new BytesRef();
      decompressor.decompress(in, originalLength, offset, length, again);
      assertEquals(found, again);
      return BytesRef.deepCopyOf(found).bytes;
    }
  }
}
