package dev.ragged.chroma;

import dev.ragged.RaggedException;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A Chroma server that this process runs: started on a free loopback port over a data folder,
 * stopped when closed, and also when this process is killed.
 *
 * <p>Chroma itself lets two servers open the same folder, so a lock file keeps other processes of
 * ragged out; a second one waits.
 */
public final class ChromaServer implements AutoCloseable {
  static final String LOG = "ragged-server.log";
  private static final String LOCK = "ragged.lock";

  /**
   * Runs the server as a job of its own, so that Ctrl-C in a terminal does not reach it, and stops
   * it when standard input ends: when this process closes it or dies.
   */
  private static final String GUARD =
      """
      set -m 2>/dev/null
      trap '' INT QUIT HUP
      exec 3<&0
      "$@" </dev/null 3<&- &
      server=$!
      trap 'kill "$server" 2>/dev/null' TERM
      { while read -r _; do :; done; kill "$server"; } <&3 2>/dev/null &
      guard=$!
      wait "$server"
      status=$?
      kill "$guard" 2>/dev/null
      exit "$status"
      """;

  private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final int ATTEMPTS = 5;
  private static final long POLL_MILLIS = 20;
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final int SHOWN_LOG = 300;

  private final Process process;
  private final URI url;
  private final Path folder;
  private final RandomAccessFile lockFile;
  private ChromaFolderCopy copy;
  private boolean closed;

  private ChromaServer(Process process, URI url, Path folder, RandomAccessFile lockFile) {
    this.process = process;
    this.url = url;
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Starts a server and waits until it responds.
   *
   * @param folder where the server keeps its data; created if absent
   * @param command the words of the command that starts Chroma's command line
   * @param timeout how long to wait for another process that uses the folder, and for the response
   * @throws RaggedException if it does not start; quotes the server's output
   */
  public static ChromaServer start(Path folder, List<String> command, Duration timeout) {
    return startAt(folder.toAbsolutePath(), command, timeout);
  }

  /**
   * Serves a copy of a folder, so that the folder is not changed. The copy is removed when the
   * server is closed.
   *
   * @param folder a data folder of Chroma that no other server is writing to
   * @param scratch where to put the copy; created if absent
   * @throws RaggedException also if it is not such a folder or is written to meanwhile
   */
  public static ChromaServer startOnCopy(
      Path folder, Path scratch, List<String> command, Duration timeout) {
    ChromaFolderCopy copy = ChromaFolderCopy.of(folder.toAbsolutePath(), scratch.toAbsolutePath());
    ChromaServer server = null;
    try {
      server = startAt(copy.folder(), command, timeout);
      server.copy = copy;
      return server;
    } finally {
      if (server == null) {
        copy.close();
      }
    }
  }

  private static ChromaServer startAt(Path folder, List<String> command, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    RandomAccessFile lockFile = null;
    try {
      DataFolders.create(folder);
      lockFile = lock(folder, deadline);
      for (int attempt = 1; ; attempt++) {
        int port = freePort();
        Process process = launch(folder, command, port);
        boolean success = false;
        try {
          if (awaitListening(process, folder, port, deadline)) {
            URI url = URI.create("http://127.0.0.1:" + port);
            ChromaServer server = new ChromaServer(process, url, folder, lockFile);
            lockFile = null;
            success = true;
            return server;
          }
        } finally {
          if (!success) {
            stop(process);
          }
        }
        // Another process may have taken the port in the meantime.
        if (attempt == ATTEMPTS || !said(folder).contains("not available")) {
          throw new RaggedException(
              "The Chroma server over "
                  + folder
                  + " did not start: "
                  + lastWords(folder)
                  + "; run '"
                  + String.join(" ", command)
                  + " run --path "
                  + folder
                  + "' to see more.");
        }
      }
    } catch (IOException e) {
      throw new RaggedException(
          "Cannot start a Chroma server over "
              + folder
              + ": "
              + e.getMessage()
              + "; check the command that starts it and its folder.",
          e);
    } finally {
      unlock(lockFile);
    }
  }

  private static RandomAccessFile lock(Path folder, long deadline) throws IOException {
    RandomAccessFile file = new RandomAccessFile(folder.resolve(LOCK).toFile(), "rw");
    boolean success = false;
    try {
      while (true) {
        FileLock lock;
        try {
          lock = file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
          lock = null; // this process already has a server there
        }
        if (lock != null) {
          file.setLength(0);
          file.writeBytes(Long.toString(ProcessHandle.current().pid()));
          success = true;
          return file;
        }
        if (System.nanoTime() > deadline) {
          String holder = file.length() == 0 ? "another process" : "process " + file.readLine();
          throw new RaggedException(
              "The Chroma data in "
                  + folder
                  + " is in use by "
                  + holder
                  + "; wait for it to finish or stop it.");
        }
        pause();
      }
    } finally {
      if (!success) {
        file.close();
      }
    }
  }

  private static void unlock(RandomAccessFile file) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new RaggedException("Cannot release the lock of a Chroma folder.", e);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Process launch(Path folder, List<String> command, int port) throws IOException {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "ragged-chroma"));
    words.addAll(command);
    words.addAll(
        List.of("run", "--path", folder.toString(), "--host", "127.0.0.1", "--port", "" + port));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(LOG).toFile());
    builder.environment().put("ANONYMIZED_TELEMETRY", "False");
    return builder.start();
  }

  /**
   * Waits until the server itself says that it listens. A response on the port would not do: it may
   * come from another process, while ours is about to find the port taken.
   *
   * @return false if the server ended or the time is up
   */
  private static boolean awaitListening(Process process, Path folder, int port, long deadline)
      throws IOException {
    Pattern listening = Pattern.compile("(?i)(listening|running) on.*:" + port + "\\b");
    while (System.nanoTime() < deadline) {
      if (listening.matcher(said(folder)).find()) {
        return process.isAlive();
      }
      if (!process.isAlive()) {
        return false;
      }
      pause();
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RaggedException("Interrupted while starting a Chroma server.", e);
    }
  }

  private static String said(Path folder) throws IOException {
    String log = new String(Files.readAllBytes(folder.resolve(LOG)), StandardCharsets.UTF_8);
    return ANSI.matcher(log).replaceAll("");
  }

  /** The end of the server's output, in one line. */
  private static String lastWords(Path folder) throws IOException {
    String said = said(folder).replaceAll("[^\\p{Print}]+", " ").strip();
    if (said.isEmpty()) {
      return "it printed nothing";
    }
    return "it printed '" + said.substring(Math.max(0, said.length() - SHOWN_LOG)) + "'";
  }

  /** The address where it listens. */
  public URI url() {
    return url;
  }

  /** The folder with its data. */
  public Path folder() {
    return folder;
  }

  /** Whether it still runs; a server that ended by itself is not restarted. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Stops the server and waits until it has ended; may be called again. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      stop(process);
      unlock(lockFile);
      if (copy != null) {
        copy.close();
      }
    }
  }

  /** The guard in the process stops the server once its standard input ends. */
  private static void stop(Process process) {
    List<ProcessHandle> all = process.descendants().toList();
    boolean interrupted = false;
    try {
      process.getOutputStream().close();
      if (process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // Already closed; remaining processes are killed below.
    } catch (InterruptedException e) {
      interrupted = true;
    }
    all.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
