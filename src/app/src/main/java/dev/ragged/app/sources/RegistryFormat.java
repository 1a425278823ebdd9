package dev.ragged.app.sources;

import dev.ragged.ingest.FileState;
import dev.ragged.ingest.Skipped;
import dev.ragged.ingest.SourceRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** The file of a registry, as docs/formats/sources.md describes it. */
final class RegistryFormat {
  private static final byte[] MAGIC = "RGSOURCE".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int HEADER = MAGIC.length + 3 * Integer.BYTES;
  private static final HexFormat HEX = HexFormat.of();
  private static final int DIGEST_BYTES = 32;

  /** No registry has more of anything. */
  private static final int MAX_COUNT = 1 << 28;

  /** The file is not what it should be. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  /** The file is from a later version of ragged. */
  static final class LaterVersionException extends IOException {
    private static final long serialVersionUID = 1L;

    LaterVersionException() {
      super("is of a later version");
    }
  }

  private RegistryFormat() {}

  static byte[] encode(Registry registry) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed))) {
      new Writer(out).registry(registry);
    } catch (IOException e) {
      throw new IllegalStateException(e); // it is in memory
    }
    ByteBuffer file = ByteBuffer.allocate(HEADER + packed.size());
    file.put(MAGIC).putInt(VERSION).putInt(packed.size()).putInt(checksum(packed.toByteArray()));
    return file.put(packed.toByteArray()).array();
  }

  static Registry decode(byte[] bytes) throws IOException {
    if (bytes.length < HEADER) {
      throw new DamagedException("is too short");
    }
    ByteBuffer file = ByteBuffer.wrap(bytes);
    byte[] magic = new byte[MAGIC.length];
    file.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new DamagedException("has another magic");
    }
    if (file.getInt() > VERSION) {
      throw new LaterVersionException();
    }
    int length = file.getInt();
    int checksum = file.getInt();
    byte[] packed = new byte[file.remaining()];
    file.get(packed);
    if (length != packed.length || checksum != checksum(packed)) {
      throw new DamagedException("has another checksum");
    }
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
      return new Reader(in).registry();
    } catch (RuntimeException | ZipException | EOFException e) {
      throw new DamagedException(e.toString());
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** Writes; a string that occurs often has its text only once. */
  private record Writer(DataOutputStream out, Map<String, Integer> strings) {
    Writer(DataOutputStream out) {
      this(out, new LinkedHashMap<>());
    }

    void registry(Registry registry) throws IOException {
      text(registry.collection());
      text(registry.backend());
      number(registry.passages());
      number(registry.sources().size());
      for (RegisteredSource source : registry.sources()) {
        text(source.path().toString());
        texts(source.rules().include());
        texts(source.rules().exclude());
        texts(source.rules().types());
        number(source.rules().noIgnore() ? 1 : 0);
        number(source.chunkTokens() == null ? -1 : source.chunkTokens());
        number(source.overlap() == null ? -1 : source.overlap());
        number(source.updated());
        number(source.leftOut().size());
        for (Skipped skipped : source.leftOut()) {
          text(skipped.path());
          common(skipped.reason().name());
          common(skipped.why());
        }
        files(source.files());
      }
      files(registry.strays());
    }

    private void files(Map<String, FileState> files) throws IOException {
      number(files.size());
      byte[] before = {};
      for (Map.Entry<String, FileState> file : new TreeMap<>(files).entrySet()) {
        byte[] name = file.getKey().getBytes(StandardCharsets.UTF_8);
        int shared = Arrays.mismatch(before, name);
        shared = shared < 0 ? name.length : shared;
        number(shared);
        number(name.length - shared);
        out.write(name, shared, name.length - shared);
        before = name;
        state(file.getValue());
      }
    }

    private void state(FileState state) throws IOException {
      number(state.bytes());
      number(state.modified());
      common(state.settings());
      String digest = state.digest();
      if (digest == null) {
        number(0);
      } else if (digest.matches("[0-9a-f]{64}")) {
        number(1);
        out.write(HEX.parseHex(digest));
      } else {
        number(2);
        text(digest);
      }
      number(state.passages());
      common(state.reason() == null ? "" : state.reason().name());
      common(state.why() == null ? "" : state.why());
    }

    private void texts(List<String> texts) throws IOException {
      number(texts.size());
      for (String text : texts) {
        text(text);
      }
    }

    private void common(String text) throws IOException {
      Integer known = strings.putIfAbsent(text, strings.size());
      number(known == null ? strings.size() - 1 : known);
      if (known == null) {
        text(text);
      }
    }

    private void text(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      number(bytes.length);
      out.write(bytes);
    }

    /** Seven bits a byte, the lowest first, with the sign in the lowest bit. */
    private void number(long value) throws IOException {
      long rest = value << 1 ^ value >> 63;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) (rest & 0x7F | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }

  /** Reads what {@link Writer} writes. */
  private record Reader(DataInputStream in, List<String> strings) {
    Reader(DataInputStream in) {
      this(in, new ArrayList<>());
    }

    Registry registry() throws IOException {
      String collection = text();
      String backend = text();
      long passages = number();
      List<RegisteredSource> sources = new ArrayList<>();
      for (int left = count(); left > 0; left--) {
        Path path = Path.of(text());
        SourceRules rules = new SourceRules(texts(), texts(), texts(), number() == 1);
        Integer chunkTokens = optional();
        Integer overlap = optional();
        long updated = number();
        List<Skipped> leftOut = new ArrayList<>();
        for (int more = count(); more > 0; more--) {
          leftOut.add(new Skipped(text(), Skipped.Reason.valueOf(common()), common()));
        }
        sources.add(
            new RegisteredSource(path, rules, chunkTokens, overlap, updated, files(), leftOut));
      }
      return new Registry(collection, backend, passages, sources, files());
    }

    private Map<String, FileState> files() throws IOException {
      Map<String, FileState> files = new TreeMap<>();
      byte[] before = {};
      for (int left = count(); left > 0; left--) {
        int shared = count();
        byte[] name = Arrays.copyOf(before, shared + count());
        in.readFully(name, shared, name.length - shared);
        before = name;
        files.put(new String(name, StandardCharsets.UTF_8), state());
      }
      return files;
    }

    private FileState state() throws IOException {
      long bytes = number();
      long modified = number();
      String settings = common();
      String digest =
          switch (count()) {
            case 0 -> null;
            case 1 -> HEX.formatHex(in.readNBytes(DIGEST_BYTES));
            default -> text();
          };
      int passages = (int) number();
      String reason = common();
      String why = common();
      return new FileState(
          bytes,
          modified,
          settings,
          digest,
          passages,
          reason.isEmpty() ? null : Skipped.Reason.valueOf(reason),
          why.isEmpty() ? null : why);
    }

    private List<String> texts() throws IOException {
      List<String> texts = new ArrayList<>();
      for (int left = count(); left > 0; left--) {
        texts.add(text());
      }
      return texts;
    }

    private String common() throws IOException {
      int known = count();
      if (known == strings.size()) {
        strings.add(text());
      }
      return strings.get(known);
    }

    private String text() throws IOException {
      byte[] bytes = new byte[count()];
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private Integer optional() throws IOException {
      long value = number();
      return value < 0 ? null : Math.toIntExact(value);
    }

    private int count() throws IOException {
      long value = number();
      if (value < 0 || value > MAX_COUNT) {
        throw new DamagedException("has a count of " + value);
      }
      return (int) value;
    }

    private long number() throws IOException {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int next = in.readUnsignedByte();
        value |= (next & 0x7FL) << shift;
        if (next < 0x80) {
          return value >>> 1 ^ -(value & 1);
        }
      }
      throw new DamagedException("has a number that does not end");
    }
  }
}
