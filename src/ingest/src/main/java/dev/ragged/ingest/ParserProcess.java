package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import dev.ragged.spi.DataFolders;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses documents in a process of its own, so that a parser can be ended: one that runs too long,
 * needs too much memory, overflows its stack, crashes or exits costs its document alone.
 *
 * <p>The process starts with the first document, serves those that follow, and is replaced when it
 * dies. It gets no environment, an empty private folder to work in, and two pipes. It ends with
 * this process, even if that is killed.
 *
 * <p>Where none can be started, {@link #parse} says so and the caller parses in its own process:
 * where the class path of the JVM does not have this class, as in an application server, or {@code
 * java.home} has no {@code bin/java}.
 *
 * <p>The system property {@value #MEMORY} is the heap of the process, such as {@code 2g}; else it
 * is 512 MB, or what this JVM may use if that is less, but at least 128 MB. With {@value #NONE}
 * there is no process.
 *
 * <p>One thread parses; {@link #close} may be called by any other.
 */
final class ParserProcess implements AutoCloseable {
  static final String MEMORY = "ragged.parser.memory";
  private static final String NONE = "none";

  /** The class data archive that the launcher made, if it did. */
  private static final String ARCHIVE = "ragged.archive";

  private static final int START_SECONDS = 60;
  private static final Logger LOG = LoggerFactory.getLogger(ParserProcess.class);

  /** A running process. */
  private static final class Child {
    final Process process;
    final Path folder;
    final DataInputStream in;
    final DataOutputStream out;
    int served;
    volatile boolean late;

    Child(Process process, Path folder) {
      this.process = process;
      this.folder = folder;
      // Process buffers its input, but not its output.
      this.in = new DataInputStream(process.getInputStream());
      this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    }

    boolean ranOutOfMemory() {
      return !process.isAlive() && process.exitValue() == ParserMain.OUT_OF_MEMORY;
    }

    /** Ends the process, and those that it has started. */
    void kill() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }

    void end() {
      kill();
      boolean interrupted = Thread.interrupted();
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      remove(folder);
    }
  }

  private final int timeoutSeconds;
  private final String mainClass;
  private final ScheduledExecutorService clock;
  private volatile Child child;
  private volatile boolean closed;
  private boolean started;
  private boolean impossible;

  ParserProcess(int timeoutSeconds) {
    this(timeoutSeconds, ParserMain.class.getName());
  }

  /** For tests, with a main class that misbehaves. */
  ParserProcess(int timeoutSeconds, String mainClass) {
    this.timeoutSeconds = timeoutSeconds;
    this.mainClass = mainClass;
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "ragged-parser-clock");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    this.clock = timer;
  }

  /**
   * Parses a file.
   *
   * @return null if no process can be started here
   */
  List<Document> parse(ParserProtocol.Request request) throws UnusableFileException {
    while (!impossible) {
      Child running = running();
      if (running == null) {
        break;
      }
      boolean fresh = running.served++ == 0;
      try {
        return ask(running, request);
      } catch (IOException | RejectedExecutionException e) {
        LOG.debug("The parser process failed on {}.", request.name(), e);
        child = null;
        running.end();
        if (closed) {
          throw UnusableFileException.interrupted();
        }
        if (running.late) {
          throw UnusableFileException.tookTooLong(seconds(request));
        }
        // An earlier document may be to blame; a second death is this one's own doing.
        if (fresh) {
          throw running.ranOutOfMemory()
              ? UnusableFileException.outOfParserMemory(heap())
              : UnusableFileException.crashed();
        }
      }
    }
    return null;
  }

  /** How long a file may take; scanned pages take seconds each. */
  private int seconds(ParserProtocol.Request request) {
    return request.kind() == FileKind.PICTURE || request.kind() == FileKind.SCAN
        ? Math.max(timeoutSeconds, Tesseract.FILE_SECONDS)
        : timeoutSeconds;
  }

  private List<Document> ask(Child running, ParserProtocol.Request request)
      throws IOException, UnusableFileException {
    ScheduledFuture<?> limit = endAfter(running, seconds(request));
    try {
      request.write(running.out);
      return ParserProtocol.readAnswer(running.in, request.maxText());
    } finally {
      limit.cancel(false);
    }
  }

  private ScheduledFuture<?> endAfter(Child running, int seconds) {
    return clock.schedule(
        () -> {
          running.late = true;
          running.kill();
        },
        seconds,
        TimeUnit.SECONDS);
  }

  /** The process, started if necessary; null if that is impossible. */
  private Child running() throws UnusableFileException {
    Child running = child;
    if (running != null && running.process.isAlive()) {
      return running;
    }
    if (running != null) {
      running.end();
    }
    if (closed) {
      throw UnusableFileException.interrupted();
    }
    child = start();
    if (closed) {
      close();
      throw UnusableFileException.interrupted();
    }
    if (child == null && started) {
      throw new UnusableFileException(
          Reason.UNREADABLE,
          "was not parsed, as no process could be started for it; add it again.");
    }
    started |= child != null;
    impossible = child == null;
    return child;
  }

  private Child start() {
    Child begun = null;
    try {
      Path java = Path.of(System.getProperty("java.home"), "bin", java());
      String classPath = System.getProperty("java.class.path", "");
      if (NONE.equals(System.getProperty(MEMORY))
          || classPath.isEmpty()
          || !Files.isExecutable(java)) {
        return null;
      }
      Path folder = Files.createTempDirectory("ragged-parser-").toRealPath();
      ProcessBuilder builder = new ProcessBuilder(command(java, classPath, folder));
      builder.directory(folder.toFile());
      keepOnlyWhatJavaNeeds(builder.environment());
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      try {
        begun = new Child(builder.start(), folder);
      } catch (IOException e) {
        remove(folder);
        throw e;
      }
      child = begun; // so that close() ends it
      ScheduledFuture<?> limit = endAfter(begun, START_SECONDS);
      try {
        if (begun.in.readInt() != ParserProtocol.HELLO) {
          throw new IOException("Another version answers.");
        }
      } finally {
        limit.cancel(false);
      }
      return begun;
    } catch (IOException | RejectedExecutionException | UnsupportedOperationException e) {
      LOG.debug("No process for parsing documents can be started.", e);
      if (begun != null) {
        begun.end();
      }
      return null;
    }
  }

  private static String java() {
    return File.separatorChar == '\\' ? "java.exe" : "java";
  }

  private List<String> command(Path java, String classPath, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("-Xmx" + heap());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            // What the JVM prints then must not be taken for an answer.
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("crash.log"),
            "-Xshare:auto",
            "-Xlog:disable",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + folder));
    String ocr = Tesseract.program();
    command.add("-D" + Tesseract.PROGRAM + "=" + (ocr == null ? Tesseract.NONE : ocr));
    command.add("-D" + Tesseract.LANGUAGES + "=" + System.getProperty(Tesseract.LANGUAGES, ""));
    String archive = System.getProperty(ARCHIVE, "");
    if (!archive.isEmpty()) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    // Parsers write dates and numbers as the user does, and may decode what names no encoding.
    Locale locale = Locale.getDefault();
    command.add("-Duser.language=" + locale.getLanguage());
    command.add("-Duser.script=" + locale.getScript());
    command.add("-Duser.country=" + locale.getCountry());
    command.add("-Duser.variant=" + locale.getVariant());
    command.add("-Duser.timezone=" + TimeZone.getDefault().getID());
    command.add("-Dfile.encoding=" + Charset.defaultCharset());
    command.addAll(List.of("-cp", absolute(classPath), mainClass, folder.toString()));
    return command;
  }

  /** The class path for a process that works in another folder. */
  private static String absolute(String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  private static void keepOnlyWhatJavaNeeds(Map<String, String> environment) {
    String systemRoot = environment.get("SystemRoot"); // for Windows' own libraries
    String libraries = environment.get("LD_LIBRARY_PATH"); // for a JDK's own
    String languages = environment.get("TESSDATA_PREFIX"); // for Tesseract
    environment.clear();
    if (systemRoot != null) {
      environment.put("SystemRoot", systemRoot);
    }
    if (languages != null) {
      environment.put("TESSDATA_PREFIX", languages);
    }
    if (libraries != null) {
      environment.put("LD_LIBRARY_PATH", libraries);
    }
  }

  private static String heap() {
    String set = System.getProperty(MEMORY, "");
    if (set.matches("[1-9][0-9]{0,8}[kKmMgG]?")) {
      return set;
    }
    long own = Runtime.getRuntime().maxMemory() >> 20;
    return Math.max(128, Math.min(512, own)) + "m";
  }

  /** Removes a folder as far as possible. */
  static void remove(Path folder) {
    try {
      DataFolders.remove(folder);
    } catch (IOException e) {
      LOG.debug("{} cannot be removed.", folder, e);
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends the process; a document being parsed becomes unusable. */
  @Override
  public void close() {
    closed = true;
    clock.shutdownNow();
    Child running = child;
    if (running != null) {
      running.end();
    }
  }
}
