package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.RunningServer;
import dev.ragged.app.json.Json;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** {@code ragged stop}. */
@Command(
    name = "stop",
    description = "Stop the server of the data directory; open requests are finished.",
    footerHeading = "%nExamples:%n",
    footer = {"  ragged stop"})
final class StopCommand extends Subcommand {
  /** More than a server gives its requests and jobs. */
  private static final int MAX_SECONDS = 120;

  @Override
  public Integer call() throws Exception {
    Optional<RunningServer> found = RunningServer.of(stores().dataDir());
    Optional<ProcessHandle> process = found.flatMap(server -> ProcessHandle.of(server.pid()));
    if (process.isEmpty()) {
      answer(null);
      return DONE;
    }
    RunningServer server = found.get();
    if (!server.answers()) {
      // Perhaps another process has got its number since.
      throw new RaggedException(
          "The server at "
              + server.url()
              + " does not answer; look at process "
              + server.pid()
              + ", and end it with 'kill "
              + server.pid()
              + "' if it is ragged.");
    }
    process.get().destroy();
    try {
      process.get().onExit().get(MAX_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new RaggedException(
          "The server has not ended yet; 'kill -9 " + server.pid() + "' ends it at once.", e);
    }
    answer(server);
    return DONE;
  }

  private void answer(RunningServer stopped) {
    if (isJson()) {
      json(Json.object("stopped", stopped == null ? null : stopped.url()));
    } else {
      line(
          stopped == null
              ? "No server is running."
              : "Stopped the server at " + stopped.url() + ".");
    }
  }
}
