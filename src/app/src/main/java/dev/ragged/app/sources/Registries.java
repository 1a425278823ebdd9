package dev.ragged.app.sources;

import dev.ragged.CollectionSpec;
import dev.ragged.RaggedException;
import dev.ragged.app.backup.FileTrouble;
import dev.ragged.app.backup.PrivateFiles;
import dev.ragged.spi.DataFolders;
import dev.ragged.spi.Unfinished;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The registries of a data directory: the folder {@code sources}, a file for each collection. A
 * file appears whole or not at all. One that is damaged counts as lost.
 */
public final class Registries {
  static final String FOLDER = "sources";
  private static final String SUFFIX = ".sources";

  /** Longer names do not fit a file name. */
  private static final int MAX_NAME = 200;

  private static final String LONG = "long-";

  private final Path folder;

  public Registries(Path dataDir) {
    this.folder = dataDir.resolve(FOLDER);
  }

  /** The names of the collections that have one. */
  public List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .map(this::collection)
          .filter(name -> !name.isEmpty())
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw FileTrouble.of("Cannot list the sources of collections", folder, e);
    }
  }

  /** The collection of a file; empty if it is no such file. */
  private String collection(Path file) {
    String name = file.getFileName().toString();
    String plain = name.substring(0, name.length() - SUFFIX.length());
    try {
      if (!plain.startsWith(LONG)) {
        CollectionSpec.checkName(plain);
        return plain;
      }
      return RegistryFormat.decode(Files.readAllBytes(file)).collection();
    } catch (IOException | IllegalArgumentException e) {
      return "";
    }
  }

  private Path file(String collection) {
    return folder.resolve(stem(collection) + SUFFIX);
  }

  /** A collection's name as the beginning of a file's. */
  static String stem(String collection) {
    return collection.length() <= MAX_NAME && !collection.startsWith(LONG)
        ? collection
        : LONG + sha256(collection);
  }

  /** The folder that they lie in, which may not exist yet. */
  public Path folder() {
    return folder;
  }

  /** What differs once a collection's registry was written again; empty if it has none. */
  public String stamp(String collection) {
    try {
      BasicFileAttributes file = Files.readAttributes(file(collection), BasicFileAttributes.class);
      return file.fileKey() + " " + file.lastModifiedTime() + " " + file.size();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Reads what is known of a collection's files; nothing, if its file is missing or damaged.
   *
   * @throws RaggedException if the file may not be read, or is of a later version
   */
  public Registry load(String collection) {
    Path file = file(collection);
    try {
      Registry registry = RegistryFormat.decode(Files.readAllBytes(file));
      return registry.collection().equals(collection) ? registry : Registry.of(collection);
    } catch (NoSuchFileException | RegistryFormat.DamagedException e) {
      return Registry.of(collection);
    } catch (RegistryFormat.LaterVersionException e) {
      throw new RaggedException(
          "The sources of '"
              + collection
              + "' were written by a later version of ragged; update ragged.",
          e);
    } catch (IOException e) {
      throw FileTrouble.of("Cannot read the sources of '" + collection + "'", file, e);
    }
  }

  /**
   * Reads what is known of a collection's files, for those who can do nothing without it.
   *
   * @throws RaggedException as {@link #load}, and if the file is damaged
   */
  public Registry loadSound(String collection) {
    Registry registry = load(collection);
    Path file = file(collection);
    if (registry.equals(Registry.of(collection)) && Files.exists(file)) {
      throw new RaggedException(
          "The list of the sources of '"
              + collection
              + "' is damaged ("
              + file
              + "); add its files and folders again, which embeds nothing that the collection has.");
    }
    return registry;
  }

  /** Writes what is known; the file that was there stays until the new one is durable. */
  public void save(Registry registry) {
    Path file = file(registry.collection()).toAbsolutePath();
    try {
      DataFolders.create(folder);
      try (Unfinished unfinished = Unfinished.of(file)) {
        try (FileChannel out =
            PrivateFiles.open(
                unfinished.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(RegistryFormat.encode(registry));
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
          out.force(true);
        }
        Files.move(unfinished.path(), file, StandardCopyOption.ATOMIC_MOVE);
      }
      DataFolders.sync(folder);
    } catch (IOException e) {
      throw FileTrouble.of("Cannot write the sources of '" + registry.collection() + "'", file, e);
    }
  }

  /** Forgets a collection that is gone from a backend, unless another backend's is meant. */
  public void forget(String collection, String backend) {
    Registry registry = load(collection);
    if (registry.backend().equals(backend) || registry.backend().isEmpty()) {
      Path file = file(collection);
      try {
        if (Files.deleteIfExists(file)) {
          DataFolders.sync(folder);
        }
      } catch (IOException e) {
        throw FileTrouble.of("Cannot remove the sources of '" + collection + "'", file, e);
      }
    }
  }

  /** Notes that something else has changed a collection, so that it is compared anew. */
  public void distrust(String collection) {
    if (Files.exists(file(collection))) {
      save(load(collection).distrusted());
    }
  }

  /** What is known of a collection's files, to be kept elsewhere; null if nothing is. */
  public byte[] export(String collection, String backend) {
    Registry registry = load(collection);
    return registry.backend().equals(backend) ? RegistryFormat.encode(registry) : null;
  }

  /**
   * Takes up what {@link #export} gave. The collection is compared with it before it is believed.
   *
   * @throws RaggedException if it is damaged or of a later version; the message follows a colon
   */
  public void restore(byte[] exported, String collection) {
    try {
      save(Registry.of(collection, RegistryFormat.decode(exported)));
    } catch (IOException e) {
      throw new RaggedException("their file " + e.getMessage() + ".", e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
