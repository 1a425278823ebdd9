package dev.ragged.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;

/** The ways in which a file is damaged. */
enum FileDamage {
  FLIP(24) {
    @Override
    byte[] change(byte[] bytes, Random random) {
      return flip(bytes, random.nextInt(bytes.length), random);
    }
  },
  FLIP_HEAD(14) {
    @Override
    byte[] change(byte[] bytes, Random random) {
      return flip(bytes, random.nextInt(Math.min(64, bytes.length)), random);
    }
  },
  FLIP_FOOT(10) {
    @Override
    byte[] change(byte[] bytes, Random random) {
      return flip(bytes, bytes.length - 1 - random.nextInt(Math.min(40, bytes.length)), random);
    }
  },
  CUT(12) {
    @Override
    byte[] change(byte[] bytes, Random random) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
  },
  ZERO(10) {
    @Override
    byte[] change(byte[] bytes, Random random) {
      int from = random.nextInt(bytes.length);
      int length = 1 + random.nextInt(1 << random.nextInt(13));
      Arrays.fill(bytes, from, Math.min(bytes.length, from + length), (byte) 0);
      return bytes;
    }
  },
  NOISE(10) {
    @Override
    byte[] change(byte[] bytes, Random random) {
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + 1 + random.nextInt(1 << random.nextInt(13)));
      for (int i = from; i < to; i++) {
        bytes[i] = (byte) random.nextInt();
      }
      return bytes;
    }
  },
  APPEND(4) {
    @Override
    byte[] change(byte[] bytes, Random random) {
      int more = 1 + random.nextInt(100);
      byte[] longer = Arrays.copyOf(bytes, bytes.length + more);
      if (random.nextBoolean()) {
        for (int i = bytes.length; i < longer.length; i++) {
          longer[i] = (byte) random.nextInt();
        }
      }
      return longer;
    }
  },
  EMPTY(3) {
    @Override
    byte[] change(byte[] bytes, Random random) {
      return new byte[0];
    }
  },
  /** Damage with the right checksum, which only what parses the file can notice. */
  FORGE(8) {
    @Override
    byte[] change(byte[] bytes, Random random) {
      if (bytes.length <= FOOTER) {
        return bytes;
      }
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        int room = bytes.length - FOOTER;
        int at = random.nextBoolean() ? random.nextInt(Math.min(200, room)) : random.nextInt(room);
        switch (random.nextInt(3)) {
          case 0 -> flip(bytes, at, random);
          case 1 -> bytes[at] = (byte) random.nextInt();
          default -> Arrays.fill(bytes, at, Math.min(room, at + 4), (byte) -random.nextInt(2));
        }
      }
      CRC32 crc = new CRC32();
      crc.update(bytes, 0, bytes.length - Long.BYTES);
      ByteBuffer.wrap(bytes).putLong(bytes.length - Long.BYTES, crc.getValue());
      return bytes;
    }
  },
  DELETE(4) {
    @Override
    void apply(Path file, List<Path> others, Random random) throws IOException {
      Files.delete(file);
    }
  },
  SWAP(6) {
    @Override
    void apply(Path file, List<Path> others, Random random) throws IOException {
      Path other = others.get(random.nextInt(others.size()));
      byte[] bytes = Files.readAllBytes(file);
      byte[] otherBytes = Files.readAllBytes(other);
      replace(file, otherBytes);
      replace(other, bytes);
    }
  },
  DIRECTORY(2) {
    @Override
    void apply(Path file, List<Path> others, Random random) throws IOException {
      Files.delete(file);
      Files.createDirectory(file);
    }
  },
  LINK(2) {
    @Override
    void apply(Path file, List<Path> others, Random random) throws IOException {
      Files.delete(file);
      List<Path> targets =
          List.of(
              file.getFileName(),
              Path.of("nowhere"),
              Path.of("/dev/null"),
              Path.of(".."),
              others.get(random.nextInt(others.size())));
      Files.createSymbolicLink(file, targets.get(random.nextInt(targets.size())));
    }
  },
  PIPE(1) {
    @Override
    void apply(Path file, List<Path> others, Random random)
        throws IOException, InterruptedException {
      Files.delete(file);
      new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
    }
  },
  /** Means nothing to root. */
  UNREADABLE(2) {
    @Override
    void apply(Path file, List<Path> others, Random random) throws IOException {
      Files.setPosixFilePermissions(file, Set.of());
    }
  };

  /** Bytes of the checksum that ends every file of an index, and what precedes it. */
  private static final int FOOTER = 16;

  private final int weight;

  FileDamage(int weight) {
    this.weight = weight;
  }

  static FileDamage draw(Random random) {
    int left = random.nextInt(Arrays.stream(values()).mapToInt(d -> d.weight).sum());
    for (FileDamage damage : values()) {
      left -= damage.weight;
      if (left < 0) {
        return damage;
      }
    }
    throw new AssertionError();
  }

  /** Root may read everything. */
  boolean makesSense() {
    return this != UNREADABLE || !"root".equals(System.getProperty("user.name"));
  }

  /** The damaged contents; the array may be changed. */
  byte[] change(byte[] bytes, Random random) {
    throw new UnsupportedOperationException(name());
  }

  /**
   * Damages a file that may be a hard link.
   *
   * @param others more files of the collection
   */
  void apply(Path file, List<Path> others, Random random) throws IOException, InterruptedException {
    byte[] bytes = Files.readAllBytes(file);
    replace(file, bytes.length == 0 ? bytes : change(bytes, random));
  }

  private static byte[] flip(byte[] bytes, int at, Random random) {
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Files.delete(file);
    Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
  }
}
