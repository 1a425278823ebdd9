package dev.ragged.app;

import dev.ragged.app.json.Json;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What kind of disk a data directory lies on. Collections need a local one: their files must appear
 * in the order in which they were written, and a lock must be seen by every writer.
 *
 * @param type of the file system, as the system names it; null if unknown
 * @param kind what is special about it
 * @param name of what is special, such as {@code NFS} or {@code Dropbox}; null for a local disk
 */
public record DataPlace(String type, Kind kind, String name) {

  /** What may be special about a place. */
  public enum Kind {
    LOCAL,
    /** Over a network, where locks and the order of writes depend on the server. */
    NETWORK,
    /** Copied elsewhere by a program that knows nothing of collections. */
    SYNCED,
    /** In memory, and gone after a restart. */
    MEMORY
  }

  /** Beginnings of the names of file systems, in lower case, and what people call them. */
  private static final Map<String, String> NETWORKS =
      Map.ofEntries(
          Map.entry("nfs", "NFS"),
          Map.entry("cifs", "SMB"),
          Map.entry("smb", "SMB"),
          Map.entry("afp", "AFP"),
          Map.entry("afs", "AFS"),
          Map.entry("coda", "Coda"),
          Map.entry("ncp", "NCP"),
          Map.entry("9p", "9P"),
          Map.entry("v9fs", "9P"),
          Map.entry("sshfs", "SSHFS"),
          Map.entry("fuse.sshfs", "SSHFS"),
          Map.entry("macfuse", "a file system in user space"),
          Map.entry("osxfuse", "a file system in user space"),
          Map.entry("fuse.rclone", "rclone"),
          Map.entry("fuse.s3fs", "S3"),
          Map.entry("fuse.goofys", "S3"),
          Map.entry("fuse.gcsfuse", "Google Cloud Storage"),
          Map.entry("fuse.glusterfs", "GlusterFS"),
          Map.entry("glusterfs", "GlusterFS"),
          Map.entry("ceph", "CephFS"),
          Map.entry("fuse.ceph", "CephFS"),
          Map.entry("lustre", "Lustre"),
          Map.entry("beegfs", "BeeGFS"),
          Map.entry("gpfs", "GPFS"),
          Map.entry("davfs", "WebDAV"),
          Map.entry("fuse.davfs", "WebDAV"),
          Map.entry("webdav", "WebDAV"),
          Map.entry("prl_fs", "a folder shared with the host"),
          Map.entry("vboxsf", "a folder shared with the host"),
          Map.entry("vmhgfs", "a folder shared with the host"),
          Map.entry("fuse.vmhgfs", "a folder shared with the host"));

  private static final Set<String> MEMORIES = Set.of("tmpfs", "ramfs");

  /** What a synced folder holds at its top. */
  private static final Map<String, String> MARKERS =
      Map.ofEntries(
          Map.entry(".dropbox", "Dropbox"),
          Map.entry(".dropbox.cache", "Dropbox"),
          Map.entry(".tmp.drivedownload", "Google Drive"),
          Map.entry(".tmp.driveupload", "Google Drive"),
          Map.entry(".stfolder", "Syncthing"),
          Map.entry(".owncloudsync.log", "ownCloud"),
          Map.entry(".nextcloudsync.log", "Nextcloud"),
          Map.entry(".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
          Map.entry(".SynologyWorkingDirectory", "Synology Drive"),
          Map.entry(".pcloud", "pCloud"));

  /** Beginnings of the names that these programs give their folders. */
  private static final List<Map.Entry<String, String>> FOLDERS =
      List.of(
          Map.entry("dropbox", "Dropbox"),
          Map.entry("onedrive", "OneDrive"),
          Map.entry("google drive", "Google Drive"),
          Map.entry("googledrive", "Google Drive"),
          Map.entry("my drive", "Google Drive"),
          Map.entry("icloud drive", "iCloud"),
          Map.entry("iclouddrive", "iCloud"),
          Map.entry("nextcloud", "Nextcloud"),
          Map.entry("owncloud", "ownCloud"),
          Map.entry("pclouddrive", "pCloud"),
          Map.entry("megasync", "MEGA"),
          Map.entry("synologydrive", "Synology Drive"),
          Map.entry("box sync", "Box"));

  /** The place of a folder, which need not exist yet. */
  public static DataPlace of(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      Path real = existing.toRealPath();
      Path whole = real.resolve(existing.relativize(folder.toAbsolutePath()));
      return of(whole, Files.getFileStore(real).type(), Files::exists);
    } catch (IOException e) {
      return of(folder.toAbsolutePath(), null, Files::exists);
    }
  }

  /**
   * The place of a folder.
   *
   * @param folder absolute, without symbolic links
   * @param type of its file system, as the system names it, or null
   * @param exists whether there is a file or folder of that name
   */
  static DataPlace of(Path folder, String type, Predicate<Path> exists) {
    String synced = synced(folder, exists);
    if (synced != null) {
      return new DataPlace(type, Kind.SYNCED, synced);
    }
    String network = network(folder, type);
    if (network != null) {
      return new DataPlace(type, Kind.NETWORK, network);
    }
    return type != null && MEMORIES.contains(type.toLowerCase(Locale.ROOT))
        ? new DataPlace(type, Kind.MEMORY, type)
        : new DataPlace(type, Kind.LOCAL, null);
  }

  private static String network(Path folder, String type) {
    if (folder.toString().startsWith("\\\\")) {
      return "SMB"; // a share of Windows, whose file system is named after the server's disk
    }
    String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
    return NETWORKS.entrySet().stream()
        .filter(entry -> isVersionOf(lower, entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** {@code nfs4} is a version of {@code nfs}, {@code smbfs} of {@code smb}. */
  private static boolean isVersionOf(String type, String name) {
    return type.startsWith(name) && type.substring(name.length()).matches("(fs)?\\d*(fs)?");
  }

  private static String synced(Path folder, Predicate<Path> exists) {
    for (Path place = folder; place != null; place = place.getParent()) {
      Path at = place;
      String marked =
          MARKERS.entrySet().stream()
              .filter(marker -> exists.test(at.resolve(marker.getKey())))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(null);
      if (marked != null && !isHome(at, marked)) {
        return marked;
      }
      String named = place.getFileName() == null ? null : named(place);
      if (named != null) {
        return named;
      }
    }
    return null;
  }

  /** Dropbox and pCloud keep their own files in the home folder, under the names of markers. */
  private static boolean isHome(Path place, String program) {
    Path home = FileSystems.getDefault().getPath(System.getProperty("user.home", ""));
    return place.equals(home) && (program.equals("Dropbox") || program.equals("pCloud"));
  }

  private static String named(Path place) {
    String name = place.getFileName().toString().toLowerCase(Locale.ROOT);
    Path above = place.getParent() == null ? null : place.getParent().getFileName();
    if (name.equals("mobile documents") && above != null && above.toString().equals("Library")) {
      return "iCloud";
    }
    if (above != null && above.toString().equals("CloudStorage")) {
      return place.getFileName().toString().replaceAll("-.*", ""); // Apple's place for all of them
    }
    return FOLDERS.stream()
        .filter(
            folder ->
                name.equals(folder.getKey())
                    || name.startsWith(folder.getKey() + " ")
                    || name.startsWith(folder.getKey() + "-"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** What may go wrong and what to do, as one sentence; null for a local disk. */
  public String problem() {
    return switch (kind) {
      case LOCAL -> null;
      case NETWORK ->
          "It lies on a network file system ("
              + name
              + "), where a lost connection or a second machine can damage collections; move it to"
              + " a local disk, and let 'ragged backup' copy it there.";
      case SYNCED ->
          "It lies in a folder that "
              + name
              + " syncs, which can mix files of two moments or two machines; move it elsewhere, and"
              + " let 'ragged backup' copy it there.";
      case MEMORY ->
          "It lies in memory (" + name + ") and is gone after a restart; move it to a disk.";
    };
  }

  Map<String, Object> json() {
    return Json.object(
        "file_system",
        type,
        "kind",
        kind.name().toLowerCase(Locale.ROOT),
        "name",
        name,
        "problem",
        problem());
  }
}
