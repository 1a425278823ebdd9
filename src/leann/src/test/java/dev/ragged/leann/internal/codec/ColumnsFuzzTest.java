package dev.ragged.leann.internal.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.CorruptIndexException;
import org.junit.jupiter.api.Timeout;

/** Bytes from anywhere as what is stored by column: its content, or refused. */
@Timeout(120)
class ColumnsFuzzTest {
  private static final int MAX_DOC = 1_000;
  private static final int KEYS = 3;

  @FuzzTest
  void should_read_or_refuse(byte[] bytes) throws IOException {
    if (bytes.length < 2) {
      return;
    }
    int length = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    byte[] rest = Arrays.copyOfRange(bytes, 2, bytes.length);
    byte[] rows = new byte[length];
    try {
      ChunkRows.of(rest, rows, length).makeUpTo(length);
    } catch (CorruptIndexException e) {
      // refused
    }
    readBlock(rest);
    readNumbers(rest);

    // The same bytes are a chunk, if they have fields.
    byte[] columns = ChunkColumns.of(rest, rest.length);
    if (columns != null) {
      byte[] again = new byte[rest.length];
      ChunkRows.of(columns, again, again.length).makeUpTo(again.length);
      assertArrayEquals(rest, again);
    }
  }

  private static void readBlock(byte[] bytes) {
    KeyTerms terms;
    try {
      terms = KeyBlock.read(bytes, MAX_DOC);
    } catch (RuntimeException e) {
      return; // as its reader expects
    }
    for (int i = 0; i < terms.size(); i++) {
      assertTrue(terms.term(i).length >= 0);
      assertTrue(terms.from(i) < terms.to(i));
      for (int at = terms.from(i); at < terms.to(i); at++) {
        assertTrue(terms.docs()[at] >= 0 && terms.docs()[at] < MAX_DOC);
        assertTrue(at == terms.from(i) || terms.docs()[at] > terms.docs()[at - 1]);
      }
    }
  }

  private static void readNumbers(byte[] bytes) {
    NumberKeys.Reader reader = new NumberKeys.Reader(KEYS, MAX_DOC);
    try {
      reader.read(bytes);
    } catch (RuntimeException e) {
      return; // as its reader expects
    }
    for (int key = 0; key < KEYS; key++) {
      KeyTerms terms = reader.terms(key, new byte[] {'n', 0, 'n'});
      assertTrue(terms.docs().length <= MAX_DOC);
    }
  }
}
