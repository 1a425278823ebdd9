package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.RunningServer;
import dev.ragged.spi.DataFolders;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts a server in a process of its own. */
final class BackgroundServer {
  /** What the server says, in the data directory. */
  static final String LOG = "server.log";

  /** Options that are for this process. */
  private static final Set<String> OURS = Set.of("--background", "--open");

  private static final int POLL_MILLIS = 50;
  private static final int MAX_SHOWN = 2_000;

  private final Session session;

  BackgroundServer(Session session) {
    this.session = session;
  }

  /**
   * Starts it, and waits until it answers.
   *
   * @throws RaggedException if it ends instead
   */
  RunningServer start(Path dataDir) throws IOException, InterruptedException {
    DataFolders.create(dataDir);
    Path log = dataDir.resolve(LOG);
    Process process =
        new ProcessBuilder(command())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(log.toFile())
            .redirectErrorStream(true)
            .start();
    while (process.isAlive()) {
      Optional<RunningServer> running = RunningServer.of(dataDir);
      if (running.filter(server -> server.pid() == process.pid()).isPresent()) {
        return running.get();
      }
      Thread.sleep(POLL_MILLIS);
    }
    String said = Files.readString(log, StandardCharsets.UTF_8).strip();
    throw new RaggedException(
        said.isEmpty() || said.length() > MAX_SHOWN
            ? "The server has ended; " + log + " says why."
            : said.replaceFirst("^ragged: ", ""));
  }

  /** This process's own command, to stay in the foreground of its own. */
  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.ragged.cli.Main"));
    session.arguments().stream().filter(word -> !OURS.contains(word)).forEach(command::add);
    return command;
  }
}
