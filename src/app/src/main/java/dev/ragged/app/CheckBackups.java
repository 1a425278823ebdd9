package dev.ragged.app;

import dev.ragged.RaggedException;
import dev.ragged.app.backup.BackupFolder;
import dev.ragged.app.backup.FileTrouble;
import dev.ragged.app.backup.Manifest;
import dev.ragged.app.backup.Manifest.Kept;
import dev.ragged.app.backup.Manifest.StoredFile;
import dev.ragged.app.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** Lists the backups of a folder and, if asked, reads and verifies every file of theirs. */
public final class CheckBackups {

  /** Hears how far it has come. */
  @FunctionalInterface
  public interface Listener {
    /** So many bytes are verified. */
    void progress(long done, long total);
  }

  /**
   * A backup.
   *
   * @param bytes of its files, which others may share
   * @param problems what is wrong, one sentence each
   */
  public record Found(String name, List<String> collections, long bytes, List<String> problems) {
    Map<String, Object> json() {
      return Json.object(
          "backup", name, "collections", collections, "bytes", bytes, "problems", problems);
    }
  }

  /**
   * What was found.
   *
   * @param backups oldest first
   * @param bytes of all files, each counted once
   */
  public record Report(boolean cancelled, boolean verified, List<Found> backups, long bytes) {
    /** Whether nothing is wrong. */
    public boolean ok() {
      return !cancelled && backups.stream().allMatch(one -> one.problems().isEmpty());
    }

    public Map<String, Object> json() {
      return Json.object(
          "ok",
          ok(),
          "verified",
          verified,
          "cancelled",
          cancelled,
          "backups",
          backups.stream().map(Found::json).toList(),
          "bytes",
          bytes);
    }
  }

  private CheckBackups() {}

  /**
   * Looks at all backups.
   *
   * @param verify whether to read every file; else only whether it is there is looked at
   * @throws RaggedException if the folder has no backups or is in use
   */
  public static Report run(
      Path folder, boolean verify, Listener listener, Cancellation cancellation) {
    try (BackupFolder open = BackupFolder.toRead(folder.toAbsolutePath().normalize())) {
      Map<String, Manifest> readable = new HashMap<>();
      Map<String, String> unreadable = new HashMap<>();
      Set<StoredFile> all = new HashSet<>();
      for (String name : open.names()) {
        try {
          Manifest manifest = open.read(name);
          readable.put(name, manifest);
          manifest.files().forEach(all::add);
        } catch (RaggedException e) {
          unreadable.put(name, e.getMessage());
        }
      }
      Map<StoredFile, String> bad = verify(open, all, verify, listener, cancellation);
      List<Found> found = new ArrayList<>();
      for (String name : open.names()) {
        Manifest manifest = readable.get(name);
        found.add(
            manifest == null
                ? new Found(name, List.of(), 0, List.of(unreadable.get(name)))
                : found(name, manifest, bad));
      }
      long bytes = all.stream().mapToLong(StoredFile::size).sum();
      return new Report(cancellation.isCancelled(), verify, found, bytes);
    }
  }

  private static Map<StoredFile, String> verify(
      BackupFolder folder,
      Set<StoredFile> all,
      boolean read,
      Listener listener,
      Cancellation cancellation) {
    Map<StoredFile, String> bad = new HashMap<>();
    long total = all.stream().mapToLong(StoredFile::size).sum();
    long[] done = {0};
    for (StoredFile file : all) {
      if (cancellation.isCancelled()) {
        break;
      }
      try {
        if (read) {
          folder.get(
              file,
              (bytes, length) -> {
                if (cancellation.isCancelled()) {
                  throw new CancellationException();
                }
                done[0] += length;
                listener.progress(done[0], total);
              });
        } else if (!folder.has(file)) {
          bad.put(file, "File " + file.sha256() + " is missing or has another size.");
        }
      } catch (CancellationException e) {
        break;
      } catch (IOException e) {
        bad.put(file, FileTrouble.of("A file cannot be read", folder.path(), e).getMessage());
      } catch (RaggedException e) {
        bad.put(file, e.getMessage());
      }
    }
    return bad;
  }

  private static Found found(String name, Manifest manifest, Map<StoredFile, String> bad) {
    List<String> problems = new ArrayList<>();
    if (bad.containsKey(manifest.config())) {
      problems.add("Settings: " + bad.get(manifest.config()));
    }
    for (Kept kept : manifest.collections()) {
      for (Manifest.KeptFile file : kept.files()) {
        if (bad.containsKey(file.stored())) {
          problems.add(
              "Collection '" + kept.name() + "', " + file.path() + ": " + bad.get(file.stored()));
        }
      }
    }
    return new Found(
        name,
        manifest.collections().stream().map(Kept::name).toList(),
        manifest.files().distinct().mapToLong(StoredFile::size).sum(),
        problems);
  }
}
