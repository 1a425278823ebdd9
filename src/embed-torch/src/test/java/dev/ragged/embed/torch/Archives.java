package dev.ragged.embed.torch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Zip archives with other content and the checksums of that. */
final class Archives {
  private Archives() {}

  /** A model with other words in its code. */
  static byte[] changed(Path archive, String word, String other) throws IOException {
    return rewritten(
        archive,
        ".py",
        content -> {
          String code = new String(content, StandardCharsets.UTF_8);
          assertTrue(code.contains(word), code);
          return code.replace(word, other).getBytes(StandardCharsets.UTF_8);
        });
  }

  /** A model with a few other bytes in its objects. */
  static byte[] scrambled(Path archive, Random random) throws IOException {
    return rewritten(
        archive,
        "data.pkl",
        content -> {
          byte[] other = content.clone();
          for (int i = 0; i < 2; i++) {
            other[random.nextInt(other.length)] = (byte) random.nextInt();
          }
          return other;
        });
  }

  private static byte[] rewritten(Path archive, String end, UnaryOperator<byte[]> change)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipFile in = new ZipFile(archive.toFile());
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (ZipEntry entry : in.stream().toList()) {
        byte[] content = in.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith(end)) {
          content = change.apply(content);
        }
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setSize(content.length);
        copy.setCrc(sum.getValue());
        zip.putNextEntry(copy);
        zip.write(content);
      }
    }
    return out.toByteArray();
  }
}
