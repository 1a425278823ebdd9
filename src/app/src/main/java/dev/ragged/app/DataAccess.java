package dev.ragged.app;

import dev.ragged.config.Settings;
import dev.ragged.spi.Ownership;
import dev.ragged.spi.Ownership.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What other users of the machine may do with the data directory. */
public final class DataAccess {
  private static final int OTHERS_WRITE = 0022;
  private static final int OTHERS_ENTER = 0011;

  private DataAccess() {}

  /**
   * What ought to be mended, a sentence each with the command that mends it; empty if nobody else
   * has access, the directory does not exist, or the file system knows no owners.
   */
  public static List<String> warnings(Path dataDir) {
    List<String> warnings = new ArrayList<>();
    try {
      // A link to the data is as good as the folder it leads to.
      Path folder = Files.exists(dataDir) ? dataDir.toRealPath() : dataDir;
      Optional<State> state = Files.exists(folder) ? Ownership.of(folder) : Optional.empty();
      if (state.isPresent()) {
        folder(folder, state.get(), warnings);
        Path config = folder.resolve(Settings.FILE);
        if ((state.get().mode() & OTHERS_ENTER) != 0 && Files.exists(config)) {
          config(config.toRealPath(), warnings);
        }
      }
    } catch (IOException e) {
      // Whoever cannot look cannot use it either, which the caller reports.
    }
    return warnings;
  }

  private static void folder(Path folder, State state, List<String> warnings) throws IOException {
    if (state.uid() != Ownership.ownUid()) {
      warnings.add(
          "The data directory "
              + folder
              + " belongs to another user ("
              + Files.getOwner(folder).getName()
              + "), who can read and change all in it; use one of your own, or take it over with"
              + " 'sudo chown -R \"$USER\" "
              + quoted(folder)
              + "'.");
    }
    if ((state.mode() & OTHERS_WRITE) != 0) {
      warnings.add(
          "Other users can change what is in the data directory "
              + folder
              + "; forbid it with 'chmod -R go-rwx "
              + quoted(folder)
              + "'.");
    } else if (state.isShared()) {
      warnings.add(
          "Other users can read the texts in the data directory "
              + folder
              + "; forbid it with 'chmod go-rwx "
              + quoted(folder)
              + "'.");
    }
  }

  private static void config(Path config, List<String> warnings) throws IOException {
    State state = Ownership.of(config).orElseThrow();
    if (state.isShared()) {
      warnings.add(
          "Other users can "
              + ((state.mode() & OTHERS_WRITE) != 0 ? "change " : "read ")
              + config
              + ", which may hold a token; forbid it with 'chmod 600 "
              + quoted(config)
              + "'.");
    }
  }

  /** A path as a shell takes it. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
