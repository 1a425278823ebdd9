package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where collections should not lie is named. */
class DataPlaceTest {
  @TempDir Path dir;

  private static DataPlace place(String folder, String type, String... existing) {
    return DataPlace.of(
        Path.of(folder), type, path -> java.util.List.of(existing).contains(path.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "nfs,NFS",
    "nfs4,NFS",
    "NFS,NFS",
    "cifs,SMB",
    "smb2,SMB",
    "smb3,SMB",
    "smbfs,SMB",
    "afpfs,AFP",
    "afs,AFS",
    "9p,9P",
    "v9fs,9P",
    "fuse.sshfs,SSHFS",
    "fuse.rclone,rclone",
    "fuse.glusterfs,GlusterFS",
    "ceph,CephFS",
    "lustre,Lustre",
    "davfs2,WebDAV",
    "vboxsf,a folder shared with the host"
  })
  void should_name_network_file_systems(String type, String name) {
    DataPlace place = place("/home/u/.ragged", type);
    assertEquals(DataPlace.Kind.NETWORK, place.kind());
    assertEquals(name, place.name());
    assertTrue(place.problem().contains("ragged backup"), place.problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext4",
        "ext2/ext3",
        "xfs",
        "btrfs",
        "zfs",
        "apfs",
        "hfs",
        "NTFS",
        "vfat",
        "exfat",
        "fuseblk",
        "overlay",
        "f2fs",
        "bcachefs",
        "gfs"
      })
  void should_say_nothing_of_local_disks(String type) {
    DataPlace place = place("/home/u/.ragged", type);
    assertEquals(DataPlace.Kind.LOCAL, place.kind());
    assertNull(place.problem());
    assertEquals(DataPlace.Kind.LOCAL, place("/home/u/.ragged", null).kind());
  }

  @ParameterizedTest
  @CsvSource({
    "/home/u/Dropbox/ragged,Dropbox",
    "/home/u/Dropbox (Work)/ragged,Dropbox",
    "/Users/u/OneDrive - Company/r,OneDrive",
    "/home/u/Google Drive/r,Google Drive",
    "/Users/u/Library/Mobile Documents/com~apple~CloudDocs/r,iCloud",
    "/Users/u/Library/CloudStorage/OneDrive-Personal/r,OneDrive",
    "/Users/u/Library/CloudStorage/Dropbox/r,Dropbox",
    "/home/u/Nextcloud/r,Nextcloud",
    "/home/u/ownCloud/r,ownCloud"
  })
  void should_name_synced_folders_by_their_names(String folder, String name) {
    DataPlace place = place(folder, "ext4");
    assertEquals(DataPlace.Kind.SYNCED, place.kind());
    assertEquals(name, place.name());
    assertTrue(place.problem().contains("ragged backup"), place.problem());
  }

  @Test
  void should_name_synced_folders_by_what_they_hold() {
    assertEquals("Syncthing", place("/s/work/ragged", "ext4", "/s/work/.stfolder").name());
    assertEquals("Nextcloud", place("/s/w/ragged", "ext4", "/s/.nextcloudsync.log").name());
    assertEquals("Dropbox", place("/s/w/ragged", "nfs", "/s/.dropbox.cache").name());
    String home = System.getProperty("user.home");
    assertNull(place(home + "/.ragged", "ext4", home + "/.dropbox").name(), "its own files");
    assertNull(place("/home/u/dropboxes/r", "ext4").name());
  }

  @Test
  void should_look_at_real_folders() throws Exception {
    Path synced = Files.createDirectories(dir.resolve("Sync/deep"));
    Files.createDirectory(dir.resolve("Sync/.stfolder"));
    assertEquals("Syncthing", DataPlace.of(synced.resolve("not/yet")).name());
    Path link = Files.createSymbolicLink(dir.resolve("link"), synced);
    assertEquals("Syncthing", DataPlace.of(link.resolve("data")).name());
  }

  @Test
  void should_tell_memory_from_a_disk() {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isDirectory(memory));
    DataPlace place = DataPlace.of(memory.resolve("ragged"));
    assertEquals(DataPlace.Kind.MEMORY, place.kind());
    assertTrue(place.problem().contains("restart"), place.problem());
  }
}
