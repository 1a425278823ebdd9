package dev.ragged.cli.command;

import dev.ragged.app.AllowedPaths;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.RunningServer;
import dev.ragged.app.StoreRouter;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.mcp.McpStdio;
import dev.ragged.mcp.McpTools;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ragged mcp}. */
@Command(
    name = "mcp",
    description = {
      "Let an agent search and add documents, by the Model Context Protocol over standard input and"
          + " output.",
      "The agent's program starts it; docs/mcp.md has the settings of common ones. If 'ragged serve'"
          + " runs, it answers."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ragged mcp", "  ragged mcp --read-only"})
final class McpCommand extends Subcommand {
  @Option(names = "--read-only", description = "Offer nothing that changes collections.")
  boolean readOnly;

  @Override
  public Integer call() throws IOException, InterruptedException {
    StoreRouter stores = session.longLivedStores();
    // One that may not change anything has no use for a token that lets it.
    Optional<RunningServer> running = readOnly ? Optional.empty() : RunningServer.alike(stores);
    OutputStream out = session.terminal.out().bytes();
    if (running.filter(RunningServer::answers).isPresent()) {
      RunningServer server = running.get();
      return serve(McpStdio.relay(URI.create(server.url() + "/mcp"), server.token(), out));
    }
    try (OpenCollections open = new OpenCollections(stores)) {
      AllowedPaths allowed = AllowedPaths.in(ServeCommand.allowed(session.settings()));
      return serve(McpStdio.of(new McpTools(stores, open, allowed), !readOnly, out));
    }
  }

  private int serve(McpStdio server) throws IOException, InterruptedException {
    try (Interrupts interrupts = Interrupts.onSignal(session.terminal, server::stop, () -> {})) {
      server.serve(session.terminal.in());
      return interrupts.exitStatus();
    }
  }
}
