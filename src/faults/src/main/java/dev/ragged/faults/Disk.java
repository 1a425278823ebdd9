package dev.ragged.faults;

import dev.ragged.faults.Recording.Name;
import dev.ragged.faults.Recording.Node;
import dev.ragged.faults.Recording.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What a disk holds after a power loss: a part of what was recorded. */
final class Disk {

  /** How a file system treats what was not synced. */
  enum Model {
    /** All is kept, as after a kill. */
    ALL,
    /** All is lost, names as well as data. */
    STRICT,
    /** Names are kept, data is lost: files are empty or zero. */
    METADATA,
    /** Each operation is kept or lost by itself, data in parts. */
    RANDOM,
    /** Names are kept up to some point after the last sync, in order; data as by chance. */
    JOURNAL
  }

  private static final int[] BLOCKS = {512, 4096};

  private final Map<Node, Map<String, Node>> folders = new HashMap<>();
  private final Map<Node, byte[]> files = new HashMap<>();
  private final Node root;

  /**
   * Replays a recording.
   *
   * @param count how many operations had been done when the power failed
   */
  Disk(Recording recording, int count, Model model, Random random) {
    root = recording.root;
    recording.initial.forEach(this::apply);
    int lastSync = 0;
    for (int i = 0; i < count; i++) {
      if (recording.steps.get(i).kind() == Operation.SYNC) {
        lastSync = i;
      }
    }
    int namesUntil = lastSync + random.nextInt(count - lastSync + 1);
    boolean zeros = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      Step step = recording.steps.get(i);
      boolean durable = model == Model.ALL || recording.durableAt[i] < count;
      if (!step.names().isEmpty()) {
        boolean kept =
            switch (model) {
              case ALL, METADATA -> true;
              case STRICT -> durable;
              case RANDOM -> durable || random.nextBoolean();
              case JOURNAL -> durable || i < namesUntil;
            };
        if (kept) {
          step.names().forEach(this::apply);
        }
      } else if (step.kind() != Operation.SYNC) {
        if (durable) {
          apply(step, step.data());
        } else if (model == Model.METADATA && zeros && step.data() != null) {
          apply(step, new byte[step.data().length]);
        } else if (model == Model.RANDOM || model == Model.JOURNAL) {
          applyPart(step, random);
        }
      }
    }
  }

  private void apply(Name name) {
    Map<String, Node> names = folders.computeIfAbsent(name.folder(), f -> new TreeMap<>());
    if (name.target() == null) {
      names.remove(name.name());
    } else {
      names.put(name.name(), name.target());
    }
  }

  /** Writes data, or cuts the file if there is none. */
  private void apply(Step step, byte[] data) {
    byte[] content = files.getOrDefault(step.file(), new byte[0]);
    if (data == null) {
      content = Arrays.copyOf(content, (int) step.offset());
    } else {
      int end = (int) step.offset() + data.length;
      if (content.length < end) {
        content = Arrays.copyOf(content, end);
      }
      System.arraycopy(data, 0, content, (int) step.offset(), data.length);
    }
    files.put(step.file(), content);
  }

  /** Keeps an operation, or loses it, or keeps some blocks of its data. */
  private void applyPart(Step step, Random random) {
    int dice = random.nextInt(3);
    if (dice == 0) {
      return;
    }
    if (dice == 1 || step.data() == null) {
      apply(step, step.data());
      return;
    }
    int block = BLOCKS[random.nextInt(BLOCKS.length)];
    byte[] before = files.getOrDefault(step.file(), new byte[0]);
    byte[] torn = new byte[step.data().length];
    for (int from = 0; from < torn.length; from += block) {
      int to = Math.min(torn.length, from + block);
      if (random.nextBoolean()) {
        System.arraycopy(step.data(), from, torn, from, to - from);
      } else {
        int there = Math.max(0, Math.min(before.length - (int) step.offset(), to) - from);
        System.arraycopy(
            before, Math.min(before.length, (int) step.offset() + from), torn, from, there);
      }
    }
    apply(step, torn);
  }

  /** Makes it real. */
  void write(Path folder) throws IOException {
    write(root, folder);
  }

  private void write(Node node, Path path) throws IOException {
    if (!node.isFolder) {
      Files.write(path, files.getOrDefault(node, new byte[0]));
      return;
    }
    Files.createDirectories(path);
    for (Map.Entry<String, Node> entry : names(node).entrySet()) {
      write(entry.getValue(), path.resolve(entry.getKey()));
    }
  }

  private Map<String, Node> names(Node folder) {
    return folders.getOrDefault(folder, Map.of());
  }

  /** Tells states apart. */
  void digest(MessageDigest digest) {
    digest(root, digest);
  }

  private void digest(Node node, MessageDigest digest) {
    if (!node.isFolder) {
      byte[] content = files.getOrDefault(node, new byte[0]);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, content.length));
      digest.update(content);
      return;
    }
    for (Map.Entry<String, Node> entry : names(node).entrySet()) {
      digest.update((entry.getKey() + (entry.getValue().isFolder ? "/" : "=")).getBytes());
      digest(entry.getValue(), digest);
    }
    digest.update((byte) '.');
  }
}
