package dev.ragged.cli.command;

import dev.ragged.app.json.Json;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code ragged completion}. */
@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh: source <(ragged completion)")
final class CompletionCommand extends Subcommand {
  @Override
  public Integer call() {
    String script = AutoComplete.bash("ragged", spec.root().commandLine());
    if (isJson()) {
      json(Json.object("script", script));
    } else {
      session.terminal.out().print(script);
    }
    return DONE;
  }
}
