package dev.ragged.app;

import dev.ragged.RaggedException;
import dev.ragged.app.backup.BackupFolder;
import dev.ragged.app.backup.FileTrouble;
import dev.ragged.app.backup.Manifest.StoredFile;
import dev.ragged.app.json.Json;
import dev.ragged.config.Settings;
import dev.ragged.config.SettingsException;
import dev.ragged.spi.DataFolders;
import dev.ragged.spi.Unfinished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * Brings the settings file back from a folder of backups. Never done unasked: settings name
 * programs to run and servers to send texts to, and a backup may come from anywhere.
 */
public final class RestoreSettings {

  /**
   * What was restored.
   *
   * @param keys the settings in the file, never their values, which may be secret
   * @param problem what is wrong with the file, or null
   */
  public record Report(String backup, Path file, List<String> keys, String problem) {
    public Map<String, Object> json() {
      return Json.object(
          "backup", backup, "file", file.toString(), "settings", keys, "problem", problem);
    }
  }

  private RestoreSettings() {}

  /**
   * Restores.
   *
   * @param at as in {@link RestoreCollections.Request}
   * @throws RaggedException if there is no such backup, it has no settings file, or one is here
   */
  public static Report run(StoreRouter stores, Path folder, String at) {
    Path target = stores.dataDir().resolve(Settings.FILE);
    try (BackupFolder open = BackupFolder.toRead(folder.toAbsolutePath().normalize())) {
      String backup = RestoreCollections.choose(open, at);
      StoredFile stored = open.read(backup).config();
      if (stored == null) {
        throw new RaggedException("The backup " + backup + " has no settings file.");
      }
      if (stored.size() > Settings.MAX_BYTES) {
        throw new RaggedException(
            "What the backup " + backup + " has as settings file is too large for one.");
      }
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new RaggedException(
            "There is a settings file already, " + target + "; move it elsewhere first.");
      }
      write(open, stored, target);
      return report(stores, backup, target);
    } catch (IOException e) {
      throw FileTrouble.of("Cannot restore " + target, stores.dataDir(), e);
    }
  }

  private static void write(BackupFolder folder, StoredFile stored, Path target)
      throws IOException {
    DataFolders.create(target.getParent());
    try (Unfinished part = Unfinished.of(target)) {
      folder.copy(stored, part.path(), bytes -> {});
      Files.move(part.path(), target, StandardCopyOption.ATOMIC_MOVE);
      DataFolders.sync(target.getParent());
    }
  }

  private static Report report(StoreRouter stores, String backup, Path target) {
    try {
      return new Report(
          backup,
          target,
          Settings.of(stores.dataDir(), Map.of(), stores.providers()).inFile(),
          null);
    } catch (SettingsException e) {
      return new Report(backup, target, List.of(), e.getMessage());
    }
  }
}
