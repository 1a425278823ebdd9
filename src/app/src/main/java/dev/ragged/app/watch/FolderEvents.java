package dev.ragged.app.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the operating system tells of changes in folders. An event says no more than that something
 * has changed: whoever is told looks for itself, so that events which are lost, doubled or late do
 * no harm. Safe for use by several threads.
 */
class FolderEvents implements AutoCloseable {
  /** File systems that others change without this machine's being told. */
  private static final Set<String> REMOTE =
      Set.of(
          ("9p afpfs afs beegfs ceph cifs davfs drvfs glusterfs lustre ncpfs nfs nfs3 nfs4 prl_fs smb smb2"
                  + " smb3 smbfs vboxsf virtiofs vmhgfs webdav")
              .split(" "));

  /** Is told that something has changed in a folder; must not block. */
  interface Interest {
    void changed();
  }

  private final WatchService service;

  /** Why there are no events at all, or null. */
  private final String none;

  private final CountDownLatch closed = new CountDownLatch(1);

  /** A key stands for a folder wherever it was moved to. Guarded by this. */
  private final Map<WatchKey, Set<Interest>> interests = new HashMap<>();

  FolderEvents() {
    WatchService opened = null;
    String trouble = null;
    try {
      opened = FileSystems.getDefault().newWatchService();
      if (opened.getClass().getSimpleName().startsWith("Polling")) {
        opened.close();
        opened = null;
        trouble = "Java gets no events of folders on this system.";
      }
    } catch (IOException e) {
      trouble = sentence(e);
    }
    this.service = opened;
    this.none = trouble;
  }

  /** Why a source's changes would not be told of, a sentence; null if they would be. */
  final String lacking(Path source) {
    if (none != null) {
      return none;
    }
    String type = fileSystem(source);
    boolean remote = REMOTE.contains(type) || type.startsWith("fuse") && !type.equals("fuseblk");
    return remote ? "It lies on a file system of type " + type + "." : null;
  }

  /** The type of the file system of a source; empty if that cannot be told. */
  String fileSystem(Path source) {
    try {
      return Files.getFileStore(source).type();
    } catch (IOException e) {
      return ""; // it is missing, or nobody may look at it
    }
  }

  /** Thrown where the system tells of no more folders. */
  static final class TooManyException extends Exception {
    private static final long serialVersionUID = 1L;

    TooManyException(String message) {
      super(message);
    }
  }

  /**
   * Has changes of the entries of a folder told of, until that is released.
   *
   * @return what to release; null if the folder cannot be watched, as it is gone or not readable
   * @throws TooManyException if the system has reached its limit
   */
  final synchronized WatchKey watch(Path folder, Interest interest) throws TooManyException {
    if (service == null) {
      return null;
    }
    try {
      WatchKey key = register(folder, service);
      interests.computeIfAbsent(key, one -> new HashSet<>()).add(interest);
      return key;
    } catch (FileSystemException | ClosedWatchServiceException e) {
      return null;
    } catch (IOException e) {
      throw new TooManyException(sentence(e));
    }
  }

  /** Registers it; again at each scan, as another folder may have its name by then. */
  WatchKey register(Path folder, WatchService service) throws IOException {
    return folder.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_DELETE,
        StandardWatchEventKinds.ENTRY_MODIFY);
  }

  /** Ends what {@link #watch} began. */
  final synchronized void release(WatchKey key, Interest interest) {
    Set<Interest> left = interests.get(key);
    if (left != null && left.remove(interest) && left.isEmpty()) {
      interests.remove(key);
      key.cancel();
    }
  }

  /** Tells of changes as they come, for at most so long. */
  final void dispatch(long millis) throws InterruptedException {
    if (service == null) {
      closed.await(millis, TimeUnit.MILLISECONDS);
      return;
    }
    try {
      WatchKey key = service.poll(millis, TimeUnit.MILLISECONDS);
      if (key != null) {
        key.pollEvents(); // which they are, and whether some were lost, makes no difference
        told(key).forEach(Interest::changed);
      }
    } catch (ClosedWatchServiceException e) {
      return;
    }
  }

  private synchronized List<Interest> told(WatchKey key) {
    List<Interest> told = List.copyOf(interests.getOrDefault(key, Set.of()));
    if (!key.reset()) {
      interests.remove(key); // its folder is gone
    }
    return told;
  }

  private static String sentence(IOException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.endsWith(".") ? message : message + ".";
  }

  @Override
  public final void close() {
    closed.countDown();
    try {
      if (service != null) {
        service.close();
      }
    } catch (IOException e) {
      return; // it ends with the process
    }
  }
}
