package dev.ragged.faults;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * File operations that the shim recorded, from an empty folder on, with what each of them must wait
 * for to be durable.
 */
final class Recording {

  /** A file or a folder, whatever it is called. */
  static final class Node {
    final boolean isFolder;
    final Map<String, Node> names = new TreeMap<>();

    /** The name it was last given, for people. */
    String name = "";

    Node(boolean isFolder) {
      this.isFolder = isFolder;
    }
  }

  /** A name in a folder that refers to something else from now on, or to nothing. */
  record Name(Node folder, String name, Node target) {}

  /**
   * One operation. It changes names, all at once, or a file, or it syncs.
   *
   * @param mark how many changes had been acknowledged when it began
   * @param file written to, cut or synced; a folder if that is synced
   * @param offset where data is written; the new size if there is no data
   */
  record Step(Operation kind, int mark, List<Name> names, Node file, long offset, byte[] data) {
    /** For people. */
    @Override
    public String toString() {
      return kind
          + " "
          + (file != null
              ? file.name
              : names.stream().map(Name::name).collect(Collectors.joining(" to ")));
    }
  }

  final Node root = new Node(true);

  /** What was there before the first step. */
  final List<Name> initial = new ArrayList<>();

  final List<Step> steps = new ArrayList<>();

  /** For each step the first one that makes it durable; {@link Integer#MAX_VALUE} if none does. */
  final int[] durableAt;

  private final Path rootPath;
  private final Map<Long, Node> byInode = new HashMap<>();

  /**
   * Reads a recording.
   *
   * @param rootPath the folder that was recorded
   * @param inodes of the folders that were there when it began, by path, parents first
   */
  Recording(Path log, Path rootPath, SortedMap<Path, Long> inodes) throws IOException {
    this.rootPath = rootPath;
    byInode.put(inodes.get(rootPath), root);
    for (Map.Entry<Path, Long> folder : inodes.tailMap(rootPath).entrySet()) {
      if (!folder.getKey().equals(rootPath)) {
        Node node = new Node(true);
        byInode.put(folder.getValue(), node);
        initial.add(name(folder.getKey().toString(), node));
        apply(initial);
      }
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(log), 1 << 16))) {
      while (read(in)) {}
    }
    durableAt = durableAt();
  }

  private boolean read(DataInputStream in) throws IOException {
    byte[] head = new byte[7 * Long.BYTES];
    try {
      in.readFully(head);
    } catch (EOFException e) {
      return false;
    }
    ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.nativeOrder());
    Operation kind = Operation.values()[(int) fields.getLong()];
    int mark = (int) fields.getLong();
    long inode = fields.getLong();
    long offset = fields.getLong();
    String first = text(in, fields.getLong());
    String second = text(in, fields.getLong());
    byte[] data = in.readNBytes((int) fields.getLong());
    List<Name> names = new ArrayList<>();
    Node file = null;
    switch (kind) {
      case CREATE, MKDIR -> {
        Node made = new Node(kind == Operation.MKDIR);
        byInode.put(inode, made);
        names.add(name(first, made));
      }
      case RENAME -> {
        Node moved = find(first);
        names.add(name(first, null));
        names.add(name(second, moved));
      }
      case LINK -> names.add(name(second, find(first)));
      case UNLINK -> names.add(name(first, null));
      case WRITE, TRUNCATE, SYNC -> {
        file = byInode.get(inode);
        if (file == null) {
          throw new IOException("A file that was not made while recording: " + kind + " " + inode);
        }
      }
      default -> throw new IOException("Not an operation to record: " + kind);
    }
    apply(names);
    steps.add(new Step(kind, mark, names, file, offset, kind == Operation.WRITE ? data : null));
    return true;
  }

  private static String text(DataInputStream in, long length) throws IOException {
    return new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
  }

  private Name name(String path, Node target) throws IOException {
    Path absolute = Path.of(path).normalize();
    return new Name(
        find(absolute.getParent().toString()), absolute.getFileName().toString(), target);
  }

  private Node find(String path) throws IOException {
    Node node = root;
    Path relative = rootPath.relativize(Path.of(path).normalize());
    for (Path part : relative) {
      node = part.toString().isEmpty() ? node : node.names.get(part.toString());
      if (node == null) {
        throw new IOException("Not made while recording: " + path);
      }
    }
    return node;
  }

  /** Changes names in the folders as they are while reading. */
  private static void apply(List<Name> names) {
    for (Name name : names) {
      if (name.target() == null) {
        name.folder().names.remove(name.name());
      } else {
        name.folder().names.put(name.name(), name.target());
        name.target().name = name.name();
      }
    }
  }

  private int[] durableAt() {
    int[] at = new int[steps.size()];
    Map<Node, Integer> syncs = new HashMap<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      at[i] = Integer.MAX_VALUE;
      if (step.kind() == Operation.SYNC) {
        syncs.put(step.file(), i);
        at[i] = i;
      } else if (step.file() != null) {
        at[i] = syncs.getOrDefault(step.file(), Integer.MAX_VALUE);
      }
      for (Name name : step.names()) {
        at[i] = Math.min(at[i], syncs.getOrDefault(name.folder(), Integer.MAX_VALUE));
      }
    }
    return at;
  }
}
