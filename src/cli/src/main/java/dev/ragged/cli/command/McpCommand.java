package dev.ragged.cli.command;

import dev.ragged.app.AllowedPaths;
import dev.ragged.app.OpenCollections;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.mcp.McpStdio;
import dev.ragged.mcp.McpTools;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ragged mcp}. */
@Command(
    name = "mcp",
    description = {
      "Let an agent search and add documents, by the Model Context Protocol over standard input and"
          + " output.",
      "The agent's program starts it; docs/mcp.md has the settings of common ones."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ragged mcp", "  ragged mcp --read-only"})
final class McpCommand extends Subcommand {
  @Option(names = "--read-only", description = "Offer nothing that changes collections.")
  boolean readOnly;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (OpenCollections open = new OpenCollections(stores())) {
      AllowedPaths allowed = AllowedPaths.in(ServeCommand.allowed(session.settings()));
      McpTools tools = new McpTools(stores(), open, allowed);
      McpStdio server = new McpStdio(tools, !readOnly, session.terminal.out().bytes());
      try (Interrupts interrupts = Interrupts.onSignal(session.terminal, server::stop, () -> {})) {
        server.serve(session.terminal.in());
        return interrupts.exitStatus();
      }
    }
  }
}
