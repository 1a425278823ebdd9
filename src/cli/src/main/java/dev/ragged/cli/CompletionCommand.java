package dev.ragged.cli;

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
    if (ragged.json) {
      json(Json.object("script", script));
    } else {
      ragged.terminal.out().print(script);
    }
    return Main.DONE;
  }
}
