package dev.ragged.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.cli.terminal.Output;
import dev.ragged.cli.terminal.Terminal;
import dev.ragged.spi.IndexFormat;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A command is made alone if it is named first. */
class CommandLinesTest {
  @TempDir Path dir;

  private CommandLine of(String... args) {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new Output(PrintStream.nullOutputStream(), () -> false),
            new PrintStream(PrintStream.nullOutputStream()),
            false,
            false,
            false,
            80,
            Map.of("RAGGED_DATA_DIR", dir.toString()));
    return CommandLines.of(new Session(terminal, args));
  }

  @Test
  void should_make_a_command_alone_as_it_is_with_all_others() {
    CommandLine whole = of();
    for (Class<?> command : RaggedCommand.COMMANDS) {
      String name = command.getAnnotation(CommandLine.Command.class).name();
      CommandLine named = of(name, "--help");
      if (command != HelpCommand.class && command != CompletionCommand.class) {
        assertEquals(Set.of(name), named.getSubcommands().keySet());
      }
      assertEquals(
          usages(whole.getSubcommands().get(name)), usages(named.getSubcommands().get(name)));
    }
  }

  /** The help of a command and of all below it. */
  private static List<String> usages(CommandLine command) {
    List<String> usages = new ArrayList<>(List.of(command.getUsageMessage()));
    command.getSubcommands().values().forEach(below -> usages.addAll(usages(below)));
    return usages;
  }

  @Test
  void should_know_all_commands_where_none_is_named_first_or_all_are_told_of() {
    List<String> names = new ArrayList<>();
    RaggedCommand.COMMANDS.forEach(command -> names.add(RaggedCommand.name(command)));
    IndexFormat.installed().forEach(format -> names.add(format.id()));
    assertTrue(names.size() > RaggedCommand.COMMANDS.size());
    for (String first : List.of("--json", "serch", "help", "completion", "")) {
      assertEquals(names, List.copyOf(of(first).getSubcommands().keySet()), first);
    }
  }
}
